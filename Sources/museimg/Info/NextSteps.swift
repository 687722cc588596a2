// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import PageLayout

/// What to try next: commands that work as they stand.
struct NextSteps {
    let commands: [String]

    init(_ subject: Subject, _ inspection: Inspection, asked: ImageOptions) {
        var words: [String] = []
        if let format = asked.opening.format { words += ["-f", format] }
        if let geometry = asked.opening.geometry { words += ["-g", geometry] }
        words += asked.opening.layouts.layout.flatMap { ["-l", $0] }
        words.append(asked.image)
        let image = words.map(NextSteps.quoted).joined(separator: " ")
        var commands = ["museimg map \(image)"]
        if subject.layouts?.codecs.contains(where: \.canCheck) == true {
            commands.append("museimg check \(image)")
        } else if subject.geometry.oobSize > 0, subject.layouts == nil {
            commands.append("museimg identify \(image)")
        }
        if subject.geometry.oobSize > 0 {
            let output = asked.image == "-" ? "dump.data.bin" : NextSteps.output(subject.name)
            commands.append("museimg convert \(image) \(NextSteps.quoted(output)) -O raw")
        }
        if let first = inspection.contents.first {
            commands.append("museimg hexdump \(image) @\(ByteCount.hex(first.offset))")
        }
        self.commands = commands
    }

    /// A name for the data alone, beside which the dump's own is safe: `dump.data.bin`.
    private static func output(_ name: String) -> String {
        let file = name.split(separator: "/").last ?? "dump"
        let stem = file.prefix { $0 != "." }
        return "\(stem.isEmpty || stem.hasPrefix("-") ? "dump" : stem).data.bin"
    }

    /// For a POSIX shell.
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-_./,:=+@%".utf8.contains(byte)
            }
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
