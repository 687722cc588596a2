// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A map as a table. Columns are as wide as the chip's largest numbers, so that nothing is held back.
struct MapText: MapPrinter {
    private let geometry: Geometry
    private let unit: MapUnit
    private let onlyTotals: Bool
    private let console: Console
    private let placeWidth: Int
    private let offsetDigits: Int

    init(_ geometry: Geometry, by unit: MapUnit, totals: Bool, _ console: Console) {
        self.geometry = geometry
        self.unit = unit
        onlyTotals = totals
        self.console = console
        let largest = "\(unit == .block ? geometry.blockCount : geometry.pageCount)".count
        placeWidth = max(6, 2 * largest + 2)
        offsetDigits = max(8, String(geometry.dataSize, radix: 16).count)
        guard !totals else { return }
        let place = TextTable.pad(heading, placeWidth)
        let title = showsPlace ? "\(place)  OFFSET" : "OFFSET"
        let line = TextTable.pad(title, (showsPlace ? placeWidth + 2 : 0) + offsetDigits + 2) + "        SIZE  STATE"
        console.print(Paint.bold(line, if: console.screen.usesColor))
    }

    /// On NOR, a page is a byte, and its offset says it all.
    private var showsPlace: Bool { unit == .block || !geometry.isNOR }
    private var heading: String { unit == .block ? "BLOCKS" : "PAGES" }

    func row(_ row: MapRow) throws {
        let step = unit == .block ? geometry.pagesPerBlock : 1
        let first = row.pages.lowerBound.rawValue / step
        let last = row.pages.upperBound.rawValue / step - 1
        let place = first == last ? "\(first)" : "\(first)..\(last)"
        let offset = ByteCount.hex(row.pages.lowerBound.rawValue * geometry.pageSize, digits: offsetDigits)
        let size = TextTable.padLeft(ByteCount.human(row.pages.count * geometry.pageSize), 12)
        let state = row.state.paint(row.state.description, if: console.screen.usesColor)
        let note = row.state == .bad && !row.isHeld ? " (not in the dump)" : ""
        console.print((showsPlace ? TextTable.pad(place, placeWidth) + "  " : "") + "\(offset)\(size)  \(state)\(note)")
    }

    func end(_ totals: MapTotals) throws {
        let rows = totals.inOrder.filter { $0.pages > 0 }
        if rows.isEmpty { console.print("no pages") } else if !onlyTotals { console.print() }
        let all = geometry.pageCount
        let table = rows.map { state, pages in
            let count = unit == .block ? pages / geometry.pagesPerBlock : pages
            let noun = geometry.isNOR && unit == .page ? "byte" : unit.rawValue
            return [
                state.description, TextTable.count(count, noun), ByteCount.human(pages * geometry.pageSize),
                all > 0 ? "\(tenths(pages, of: all)) %" : "",
            ]
        }
        TextTable.lines(table).forEach { console.print($0) }
    }

    private func tenths(_ part: Int, of whole: Int) -> String {
        let value = Int((Double(part) / Double(whole) * 1000).rounded())
        return "\(value / 10).\(value % 10)"
    }
}

extension PageState {
    /// The state's name in its colour.
    func paint(_ text: String, if usesColor: Bool) -> String {
        switch self {
        case .programmed: Paint.green(text, if: usesColor)
        case .erased: Paint.dim(text, if: usesColor)
        case .bad, .uncorrectable: Paint.red(text, if: usesColor)
        case .missing: Paint.yellow(text, if: usesColor)
        case .unreadable: Paint.magenta(text, if: usesColor)
        }
    }
}
