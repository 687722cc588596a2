// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Flash
import Inspect

/// `museimg map`: which pages hold data, are erased, bad, missing or unreadable.
struct MapCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Show which parts hold data, are erased, bad, missing or unreadable.",
        discussion: """
            One line for each run of pages of one state. With --by block, one for
            each run of blocks: a block is bad when a page of it is, else data when a
            page is programmed, else unreadable, else missing, else erased.

            EXAMPLES
              museimg map dump.bin -g 2048+64x64
              museimg map --by block --totals -g 2048+64x64 dump.bin
              museimg map --json nor.bin
            """)

    @OptionGroup var image: ImageOptions

    @Option(help: ArgumentHelp("What has one state: page or block.", valueName: "unit"))
    var by = MapUnit.page

    @Flag(help: "Only the sums for each state.")
    var totals = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let subject = try image.open(console)
        let progress = try console.beginProgress("map", total: subject.geometry.dataSize)
        let printer: any MapPrinter =
            console.options.json
            ? try MapJSON(subject, by: by, totals: totals, console)
            : MapText(subject.geometry, by: by, totals: totals, console)
        var sums = MapTotals(subject.geometry)
        var rows = try MapRows(subject.device, by: by)
        while let row = try rows.next() {
            sums.add(row)
            if !totals { try printer.row(row) }
            try console.output.check()
            progress.update(row.pages.upperBound.rawValue * subject.geometry.pageSize)
        }
        try printer.end(sums)
        return .done
    }
}

/// What has one state in a map.
enum MapUnit: String, ExpressibleByArgument, CaseIterable, Encodable {
    case page, block
}

/// How a map is shown.
protocol MapPrinter {
    func row(_ row: MapRow) throws
    func end(_ totals: MapTotals) throws
}
