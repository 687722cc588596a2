// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// RedBoot's `dump`, out of a console's log.
public struct RedBootFormat: ConsoleFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "redboot", summary: "RedBoot's dump -b, out of a console's log",
            options: AddressedOptions.console,
            limitations: [
                "read, not written", "no OOB, no bad-block marks: it is memory that is shown",
                "damage that turns one byte that is not printable into another cannot be seen in one capture",
            ],
            references: ["eCos 3.0, packages/infra, diag_vdump_buf_with_offset"], canWrite: false, isText: true)
    }

    package func tool(_ options: OptionReader) throws -> ConsoleText.Tool {
        var grammar = RowGrammar(column: .barred(RowShape.Bars("|", "|")))
        grammar.marks = [UInt8(ascii: ":")]
        grammar.forms = [.hex(1)]
        grammar.hasMiddle = true
        var tool = ConsoleText.Tool(
            grammars: [grammar], example: "BFC00000: 4D 55 53 45 ...  |MUSE...|",
            fetch: { "dump -b \(ByteCount.hex($0.lowerBound)) -l \(ByteCount.hex($0.count))" })
        tool.asked = { ConsoleLog.argument($0, of: ["dump", "d", "x"]) }
        return tool
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("redboot can be read, not written", hint: "write hexdump")
    }
}
