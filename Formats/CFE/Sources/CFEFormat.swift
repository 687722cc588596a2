// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Broadcom CFE's `d`, out of a console's log.
public struct CFEFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "cfe", summary: "Broadcom CFE's d -b, -h, -w, -q, out of a console's log",
            options: AddressedOptions.console + [ConsoleLog.endian],
            limitations: [
                "read, not written", "no OOB, no bad-block marks: it is memory that is shown",
                "damage that turns one byte that is not printable into another cannot be seen in one capture",
            ],
            references: ["Broadcom CFE 1.4, ui/ui_memcmds.c, dumpmem"], canWrite: false, isText: true)
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var grammar = RowGrammar(column: .bare([2]))
        // A physical address has another mark.
        grammar.marks = [UInt8(ascii: ":"), UInt8(ascii: "%")]
        grammar.showsDelete = true
        var tool = ConsoleText.Tool(
            grammars: [grammar], example: "BFC00000: 4D555345 494D4720 ...  MUSEIMG ...",
            fetch: { "d -b \(ByteCount.hex($0.lowerBound)) \($0.count)" })
        tool.isLittle = try ConsoleLog.isLittle(options)
        tool.asked = { ConsoleLog.argument($0, of: ["d", "dump"]) }
        return tool
    }

    package func judge(_ survey: RowSurvey, _ log: ConsoleLog) -> Confidence? {
        guard !survey.cases.lower else { return nil }
        return log.has("CFE>") ? .certain : survey.others > 0 && survey.cases.upper ? .likely : .weak
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("cfe can be read, not written", hint: "write uboot-md or hexdump")
    }
}
