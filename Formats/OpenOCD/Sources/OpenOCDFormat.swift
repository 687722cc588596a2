// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// OpenOCD's `mdb`, `mdh`, `mdw`, `mdd`, out of a telnet session's log.
public struct OpenOCDFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "openocd", summary: "OpenOCD's mdb, mdh, mdw, mdd, out of a session's log",
            options: AddressedOptions.console + [ConsoleLog.endian],
            limitations: [
                "read, not written", "no OOB, no bad-block marks: it is memory that is shown",
                "nothing tells the target's byte order: words are taken as little-endian unless endian= says else",
                "no second column: damage that leaves digits digits cannot be seen in one capture",
            ],
            references: ["OpenOCD 0.12, src/target/target.c, target_handle_md_output"], canWrite: false, isText: true)
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var grammar = RowGrammar(column: .none)
        grammar.prefix = "0x"
        grammar.marks = [UInt8(ascii: ":")]
        grammar.bytesPerRow = 32
        grammar.usualOrder = true
        var tool = ConsoleText.Tool(
            grammars: [grammar], example: "0x08000000: 03020100 07060504 ...",
            fetch: { "mdb \(ByteCount.hex($0.lowerBound)) \($0.count)" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        tool.asked = { ConsoleLog.argument($0, of: ["mdb", "mdh", "mdw", "mdd"]) }
        return tool
    }

    package func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence? {
        if log.has("mdb ", "mdh ", "mdw ", "mdd ") { return .certain }
        // Shorter rows are nanddump's.
        return survey.fullRows * 2 >= survey.rows ? .likely : nil
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("openocd can be read, not written", hint: "OpenOCD loads ihex, srec and raw files")
    }
}
