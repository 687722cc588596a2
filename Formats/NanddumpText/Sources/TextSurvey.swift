// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// A look at the beginning of a text, for the sizes of its pages.
struct TextSurvey {
    /// Rows of data seen.
    private(set) var dataRows = 0
    private(set) var oobRows = 0
    /// The sizes that the tool printed, in bytes.
    private(set) var sizes: (block: Int, page: Int, oob: Int)?
    /// Whether the first row has an ASCII column.
    private(set) var isCanonical = false
    /// Rows of data that come twice in succession.
    private var doubledRows = 0
    private var lastAddress: Int?
    private var group: Group?
    private var groups: [Group] = []
    private var lastWasOOB = false

    /// The rows of data up to the OOB behind them, and that OOB.
    private struct Group {
        var start: Int
        var end: Int
        var oobBytes = 0
    }

    /// How many pages are looked at, and how far behind the first row, in bytes.
    private static let enough = (groups: 64, bytes: 1 << 20)

    /// - Throws: what the source throws.
    init(_ source: any ByteSource) throws {
        let window = TextWindow(source)
        var firstRow: Int?
        while let (line, offset) = try window.nextLine() {
            let row = TextRow(line)
            take(row)
            if row.label != .none {
                if firstRow == nil { isCanonical = row.hasASCII }
                firstRow = firstRow ?? offset
            } else if sizes == nil, case .sizes(let block, let page, let oob) = ConsoleLine(line),
                TextSurvey.isShape(block, page, oob)
            {
                sizes = (block, page, oob)
            }
            if groups.count >= TextSurvey.enough.groups { break }
            if let firstRow, offset - firstRow > TextSurvey.enough.bytes { break }
        }
        // The last may be cut; then it is shorter than another, or there is no other.
        if let group { groups.append(group) }
    }

    private static func isShape(_ block: Int, _ page: Int, _ oob: Int) -> Bool {
        guard page > 0, block % page == 0 else { return false }
        return (try? Geometry(pageSize: page, oobSize: oob, pagesPerBlock: block / page, blockCount: 1)) != nil
    }

    private mutating func take(_ row: TextRow) {
        switch row.label {
        case .address(let address) where address < Geometry.Limits.chipSize:
            dataRows += 1
            if address == lastAddress { doubledRows += 1 }
            if lastWasOOB || group == nil {
                if let group { groups.append(group) }
                group = Group(start: address, end: address)
            }
            lastAddress = address
            lastWasOOB = false
            if let end = group?.end { group?.end = max(end, address + row.count) }
        case .oob:
            oobRows += 1
            lastWasOOB = true
            group?.oobBytes += row.count
        case .none where row.count > 0:
            if lastWasOOB { group?.oobBytes += row.count } else { group?.end += row.count }
        default: break
        }
    }

    /// Bytes of data from one OOB to the next; nil where there is none.
    ///
    /// - Parameter given: as the user says, where that counts.
    func pageSize(given: Int?) -> Int? {
        guard oobRows > 0 else { return nil }
        let steps = zip(groups, groups.dropFirst()).map { $1.start - $0.start }
        let lengths = groups.filter { $0.oobBytes > 0 }.map { $0.end - $0.start }
        return TextSurvey.mostCommon((lengths + steps).filter { $0 > 0 }, given: given)
    }

    /// Bytes of OOB of a page; nil where there is none.
    func oobSize(given: Int?) -> Int? {
        guard oobRows > 0 else { return nil }
        let isDoubled = doubledRows * 3 > dataRows
        let sizes = groups.map { isDoubled ? $0.oobBytes / 2 : $0.oobBytes }.filter { $0 > 0 }
        return TextSurvey.mostCommon(sizes, given: given)
    }

    /// Of the most common values the one that was given, or a power of two as chips like them, or the largest.
    private static func mostCommon(_ values: [Int], given: Int?) -> Int? {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        func rank(_ value: Int) -> Int { value == given ? 2 : value & (value - 1) == 0 ? 1 : 0 }
        return counts.max { ($0.value, rank($0.key), $0.key) < ($1.value, rank($1.key), $1.key) }?.key
    }
}
