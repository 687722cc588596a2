// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// Looks for partitions that a dump tells of: in U-Boot environments, device trees, kernel command lines and RedBoot
/// directories, each by content and, where there is one, checksum.
public struct PartitionSearch: Sendable {
    /// What was found, best first: what fits the chip, then by origin, then what reaches to the chip's end.
    public let tables: [PartitionTable]
    /// Where was looked, in bytes of data.
    public let searched: [Range<Int>]
    /// What was left out.
    public let notes: [String]

    /// Boot loaders, their environments and kernels lie at the start; RedBoot's directory at the end.
    public static let usualHead = 64 << 20
    public static let usualTail = 4 << 20

    /// Environments begin at multiples of this, in bytes.
    static let keyStep = 4096
    /// Bytes that are looked over at once.
    private static let window = 512 << 10
    /// Tables that are kept, and places that are looked at closely.
    private static let limits = (tables: 64, looks: 4096)
    private static let finders: [any PartitionFinder] = [
        EnvironmentPartitions(), DeviceTreePartitions(), CommandLinePartitions(), RedBootPartitions(),
    ]

    /// Looks over the first `head` and the last `tail` bytes of data.
    ///
    /// - Parameter source: data corrected, in its places.
    /// - Throws: what reading throws.
    public init(
        _ source: any PageSource, head: Int = PartitionSearch.usualHead, tail: Int = PartitionSearch.usualTail
    ) throws {
        let view = DataView(source)
        let first = 0..<min(max(0, head), view.size)
        let last = max(first.upperBound, view.size - min(max(0, tail), view.size))..<view.size
        searched = [first, last].filter { !$0.isEmpty }
        var work = Work(view: view)
        for range in searched { try work.look(range) }
        work.setOldCopiesBack()
        let size = view.size
        var known: Set<[Partition]> = []
        let sorted = work.tables.sorted { a, b in
            func rank(_ table: PartitionTable) -> (Int, Int, Int, Int) {
                (table.notes.isEmpty ? 0 : 1, table.origin.rawValue, table.isWhole(size) ? 0 : 1, table.offset)
            }
            return rank(a) < rank(b)
        }
        // An environment's text is a command line as well.
        tables = sorted.filter { known.insert($0.partitions).inserted }
        notes = work.notes
    }

    private struct Work {
        let view: DataView
        var tables: [PartitionTable] = []
        var looks = 0
        var leftOut = 0

        init(view: DataView) { self.view = view }

        var notes: [String] {
            var notes: [String] = []
            if leftOut > 0 { notes.append("\(leftOut) more places that may tell of partitions were not looked at") }
            if view.isExhausted { notes.append("checksums were taken of \(ByteCount.human(DataView.budget)) only") }
            return notes
        }

        /// Of two copies of an environment the one that was written last counts. Source: U-Boot `env_check_redund`.
        mutating func setOldCopiesBack() {
            let flags = Set(tables.compactMap(\.flag))
            let isWrapped = flags.contains(255) && flags.contains(0)
            guard let newest = isWrapped ? 0 : flags.max() else { return }
            for index in tables.indices where tables[index].flag != nil && tables[index].flag != newest {
                tables[index].notes.append("the other copy of the environment is newer")
            }
        }

        mutating func look(_ range: Range<Int>) throws {
            let searches = finders.map { finder in finder.needle.map { ByteSearch(needle: $0) } }
            let overlap = searches.compactMap { $0?.needle.count }.max() ?? 0
            var at = range.lowerBound
            while at < range.upperBound {
                try Interruption.check()
                let bytes = try view.bytes(at: at, count: min(window + overlap, view.size - at))
                let own = min(window, range.upperBound - at)
                for (finder, search) in zip(finders, searches) {
                    for offset in search?.offsets(in: bytes) ?? keys(in: bytes, at: at) where offset < own {
                        try look(finder, at + offset)
                    }
                }
                at += own
            }
        }

        /// Where a variable may stand behind a checksum.
        private func keys(in bytes: [UInt8], at base: Int) -> [Int] {
            let first = (keyStep - base % keyStep) % keyStep
            return bytes.withUnsafeBytes { bytes in
                stride(from: first, to: bytes.count, by: keyStep).filter { offset in
                    Signature.isKey(bytes, at: offset + 4) || Signature.isKey(bytes, at: offset + 5)
                }
            }
        }

        private mutating func look(_ finder: any PartitionFinder, _ offset: Int) throws {
            guard looks < limits.looks else {
                leftOut += 1
                return
            }
            looks += 1
            for table in try finder.tables(at: offset, in: view) {
                // The same again, in a copy, says nothing new.
                let isKnown = tables.contains { $0.origin == table.origin && $0.partitions == table.partitions }
                if !isKnown, tables.count < limits.tables { tables.append(table) }
            }
        }
    }
}
