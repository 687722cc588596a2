// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit

/// `museimg store diff S@A S@B`
struct DiffStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "List the blocks and pages in which two points differ, data or OOB.",
        discussion: """
            Exit status 0: none; 1: some. `museimg compare store:S@A store:S@B` compares
            all pages, corrected, and shows where they differ.

            EXAMPLES
              museimg store diff chip.muse@before chip.muse
              museimg store diff chip.muse@0 chip.muse@142
            """)

    @Argument(help: ArgumentHelp("A store, with @POINT or as it is now.", valueName: "a"), completion: .file())
    var a: String

    @Argument(
        help: ArgumentHelp("Another point of it, or of a store of the same base.", valueName: "b"), completion: .file())
    var b: String

    @OptionGroup var place: BaseOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let (first, second) = (try place.image(a, console), try place.image(b, console))
        guard first.geometry == second.geometry else {
            throw UsageError("\(a) is a chip of \(first.geometry), \(b) of \(second.geometry)")
        }
        let difference = try StoreDifference(first, second)
        if console.options.json {
            try console.printJSON(DiffStoreAnswer(difference, first.point, second.point, a, b))
        } else {
            for block in difference.blocks { console.print(Self.line(block, difference.geometry)) }
            let pages = difference.blocks.reduce(0) { $0 + $1.pages.reduce(0) { $0 + $1.count } }
            let noun = difference.geometry.isNOR ? "byte" : "page"
            console.print(
                difference.blocks.isEmpty
                    ? "identical"
                    : "\(TextTable.count(pages, noun)) in \(TextTable.count(difference.blocks.count, "block")) differ")
        }
        return difference.blocks.isEmpty ? .done : .no
    }

    private static func line(_ block: StoreDifference.Block, _ geometry: Geometry) -> String {
        let first = geometry.firstPage(of: block.number).rawValue
        let runs = block.pages.map { run in
            let (low, high) = (run.lowerBound.rawValue - first, run.upperBound.rawValue - first - 1)
            return low == high ? "\(low)" : "\(low)..\(high)"
        }
        let noun = geometry.isNOR ? "bytes" : "pages"
        let all = block.pages.reduce(0) { $0 + $1.count } == geometry.pagesPerBlock
        let pages = runs.isEmpty ? "" : all ? "  all \(noun)" : "  \(noun) \(runs.joined(separator: ", "))"
        return "\(block.number)\(pages)" + (block.isBadAtOne ? "  bad in one of them" : "")
    }
}

/// `museimg.store-diff/1`
struct DiffStoreAnswer: JSON.Answer {
    let schema = "museimg.store-diff/1"
    let a: Point
    let b: Point
    let equal: Bool
    let blocks: [Block]

    struct Point: Encodable {
        let store: String
        /// The number of the record whose state it is.
        let record: Int
    }

    struct Block: Encodable {
        let block: Int
        let pages: [Run]
        let badInOne: Bool
    }

    struct Run: Encodable {
        let firstPage: Int
        let pages: Int
    }

    init(_ difference: StoreDifference, _ pointA: Int, _ pointB: Int, _ a: String, _ b: String) {
        self.a = Point(store: a, record: pointA)
        self.b = Point(store: b, record: pointB)
        equal = difference.blocks.isEmpty
        blocks = difference.blocks.map { block in
            Block(
                block: block.number.rawValue,
                pages: block.pages.map { Run(firstPage: $0.lowerBound.rawValue, pages: $0.count) },
                badInOne: block.isBadAtOne)
        }
    }
}
