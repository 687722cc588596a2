// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import Flash
import FormatKit
import PageLayout

/// How a conversion went: one line of account, or `museimg.convert/1`.
struct ConvertReport {
    let subject: Subject
    /// The layouts of the output; nil where none was named.
    let target: LayoutPlan?
    let path: String
    let format: OutputFormat
    /// Of the main file.
    let bytes: Int
    let account: Account
    let isDryRun: Bool
    /// `--strict` let nothing pass.
    let isRefused: Bool

    func tell(_ console: Console) throws {
        if console.options.json { try console.printJSON(ConvertAnswer(self)) }
        if isRefused {
            let entries = account.strictViolations.map(\.description).joined(separator: "; ")
            console.fail(
                "\(name): nothing written: \(entries)",
                hint: "leave --strict out, or say what you want with --bad, --oob, --on-missing")
        } else if account.hasLosses {
            console.warnAlways(line)
        } else if !console.options.json {
            console.note(line)
        }
        if !account.skippedBlocks.isEmpty, !isRefused, !console.options.json {
            console.hint("to read it with its addresses, name the blocks left out: bad=\(account.skippedBlocks)")
        }
    }

    private var name: String { path == "-" ? "standard output" : path }

    /// `out.bin: gzip > raw (by its extension), 65536 pages, 3658 with data, 128 MiB; 5 bits corrected in 4 steps;
    /// 5 bad blocks left out`
    private var line: String {
        let chain = format.chain.map(\.description).joined(separator: " > ")
        let one = account.pagesWritten == 1
        let unit = subject.geometry.isNOR ? one ? "byte" : "bytes" : one ? "page" : "pages"
        let verb = isDryRun ? "would be " : ""
        let remarks = [ECCAnswer.words(account)].compactMap { $0 } + account.entries.map(\.description)
        let entries = remarks.map { "; \($0)" }.joined()
        return "\(name): \(verb)\(chain) (\(format.reason)), \(account.pagesWritten) \(unit), "
            + "\(account.pagesProgrammed) with data, \(ByteCount.human(bytes))\(entries)"
    }
}

/// `museimg.convert/1`
struct ConvertAnswer: Encodable {
    let schema = "museimg.convert/1"
    let source: ImageAnswer
    let output: String
    /// Formats with their options, from the outside in.
    let format: [String]
    let formatReason: String
    let dryRun: Bool
    let written: Bool
    let size: Int
    let pagesWritten: Int
    let pagesProgrammed: Int
    let skippedBlocks: [Int]
    let layouts: [LayoutRangeAnswer]?
    let outputLayouts: [LayoutRangeAnswer]?
    /// Present when a layout had a part in it.
    let ecc: ECCAnswer?
    let account: [Entry]

    struct Entry: Encodable {
        let kind: String
        let count: Int
        /// `asked`, `implied` or `lost`.
        let weight: String
        let message: String
    }

    init(_ report: ConvertReport) {
        source = ImageAnswer(report.subject)
        output = report.path
        format = report.format.chain.map(\.description)
        formatReason = report.format.reason
        dryRun = report.isDryRun
        written = !report.isDryRun && !report.isRefused
        size = report.bytes
        pagesWritten = report.account.pagesWritten
        pagesProgrammed = report.account.pagesProgrammed
        skippedBlocks = report.account.skippedBlocks.runs.flatMap { $0.map(\.rawValue) }
        layouts = LayoutRangeAnswer.all(report.subject.layouts)
        outputLayouts = LayoutRangeAnswer.all(report.target)
        ecc = ECCAnswer(report.account)
        account = report.account.entries.map {
            Entry(kind: $0.kind.rawValue, count: $0.count, weight: $0.weight.name, message: $0.description)
        }.sorted { $0.kind < $1.kind }
    }
}

extension Account.Weight {
    var name: String {
        switch self {
        case .asked: "asked"
        case .implied: "implied"
        case .lost: "lost"
        }
    }
}
