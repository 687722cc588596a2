// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// On a terminal, as `script` of util-linux makes one.
@Suite struct TerminalTests {
    private func onTerminal(_ line: String, _ environment: [String: String] = [:]) throws -> Tool.Result? {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
            print("skipped: there is no /usr/bin/script")
            return nil
        }
        var tool = Tool(try SmallDump.workspace())
        tool.environment = environment
        return try tool.shell("script -qec '$museimg \(line)' /dev/null < /dev/null")
    }

    @Test func colours() throws {
        guard let result = try onTerminal("map -g 512+16x8 dump.bin") else { return }
        #expect(result.status == 0)
        #expect(result.text.contains("\u{1B}[31mbad\u{1B}[0m"))
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]]) func coloursUnwanted(_ environment: [String: String]) throws
    {
        guard let result = try onTerminal("map -g 512+16x8 dump.bin", environment) else { return }
        #expect(!result.text.contains("\u{1B}"))
    }

    @Test func colourOptionWins() throws {
        guard let never = try onTerminal("map -g 512+16x8 dump.bin --color never"),
            let always = try onTerminal("map -g 512+16x8 dump.bin --color always", ["NO_COLOR": "1"]),
            let json = try onTerminal("map -g 512+16x8 dump.bin --color always --json")
        else { return }
        #expect(!never.text.contains("\u{1B}"))
        #expect(always.text.contains("\u{1B}["))
        #expect(!json.text.contains("\u{1B}"))
    }

    @Test func binaryIsRefused() throws {
        guard let result = try onTerminal("convert -f raw dump.bin - --color never") else { return }
        #expect(result.status == 64)
        #expect(result.text.contains("binary is not written to a terminal"))
    }

    /// Drawn over itself, and taken away at the end. What takes under half a second draws nothing.
    @Test func progress() throws {
        // The reader lets it wait, so that it takes long enough on any machine.
        let slow = "convert -O raw blank,geometry=2048+64x64x3000: - | (sleep 1; cat > /dev/null)"
        guard let long = try onTerminal(slow),
            let short = try onTerminal("convert -f raw dump.bin out.bin --color never")
        else { return }
        #expect(long.text.contains("\rconvert ") && long.text.contains(" s left\u{1B}[K"), "\(long.text)")
        #expect(long.text.contains("\r\u{1B}[K"))
        #expect(!short.text.contains("\u{1B}"))
    }

    /// A name with an escape sequence in it does not reach the terminal as one.
    @Test func namesAreHarmless() throws {
        let result = try Tool(try Workspace())("map", "no\u{1B}[31mthing")
        #expect(result.errors.contains("no\\x1b[31mthing: cannot open"))
        #expect(!result.errors.contains("\u{1B}"))
    }
}
