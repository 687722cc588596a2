// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The cells that a text has shown so far, in a temporary file in the order of their coming.
final class CellStore {
    /// Neighbours on the chip that came one after the other.
    struct Run {
        var cell: Int
        /// Number of the first cell in the temporary file.
        var slot: Int
        var count: Int
        /// Where the first cell begins in the text.
        var textOffset: Int
        /// Bytes of text from cell to cell; 0 where they differ.
        var textStride = 0

        /// Where `cell`, one of its own, begins in the text; nil when that cannot be told.
        func place(of cell: Int) -> Int? {
            if cell == self.cell { return textOffset }
            return textStride > 0 ? textOffset + (cell - self.cell) * textStride : nil
        }
    }

    /// A dump has a run for each gap that bad blocks leave. No chip has so many; what has is refused.
    static let maxRuns = 1 << 15

    /// In the order of the chip.
    private(set) var runs: [Run] = []
    private(set) var partial = PartialCells()
    let spool: Spool
    private let cellSize: Int
    private let maxCells: Int
    private let name: String
    /// Cells that are not in the temporary file yet.
    private var batch: [UInt8]
    private var batched = 0
    private var written = 0

    /// - Parameter maxCells: how many may be kept.
    init(cellSize: Int, maxCells: Int, name: String) throws {
        self.cellSize = cellSize
        self.maxCells = maxCells
        self.name = name
        spool = try Spool()
        batch = Array(repeating: 0xFF, count: max(1, (256 << 10) / cellSize) * cellSize)
    }

    /// Gives the room for the next cell to `body`; what is in it stays until something is kept.
    func withRoom<T>(_ body: (UnsafeMutableRawBufferPointer) -> T) throws -> T {
        if (batched + 1) * cellSize > batch.count { try flush() }
        return batch.withUnsafeMutableBytes { bytes in
            body(UnsafeMutableRawBufferPointer(rebasing: bytes[(batched * cellSize)...].prefix(cellSize)))
        }
    }

    /// The slot of `cell`; nil when it has not come yet.
    func slot(of cell: Int) -> Int? { CellStore.run(of: cell, in: runs).map { $0.slot + cell - $0.cell } }

    /// The run that holds `cell`.
    static func run(of cell: Int, in runs: [Run]) -> Run? {
        let index = firstIndex(after: cell, in: runs)
        guard index > 0, cell < runs[index - 1].cell + runs[index - 1].count else { return nil }
        return runs[index - 1]
    }

    private static func firstIndex(after cell: Int, in runs: [Run]) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let mid = (low + high) / 2
            if runs[mid].cell > cell { high = mid } else { low = mid + 1 }
        }
        return low
    }

    /// Takes what is in the room as `cell`, which has not come before.
    ///
    /// - Parameters:
    ///   - known: for each byte whether it is known; nil for all.
    /// - Throws: ``FormatError`` (`tooLarge`), ``IOFailure``.
    func append(cell: Int, known: [Bool]? = nil, textOffset: Int) throws {
        let slot = written + batched
        guard slot < maxCells else {
            throw FormatError(
                .tooLarge, name: name, at: textOffset, "the pages it shows take more than \(maxCells * cellSize) bytes",
                hint: "raise the limits of expansion")
        }
        let index = CellStore.firstIndex(after: cell, in: runs)
        if index > 0, runs[index - 1].cell + runs[index - 1].count == cell,
            runs[index - 1].slot + runs[index - 1].count == slot
        {
            extend(&runs[index - 1], textOffset)
        } else {
            guard runs.count < CellStore.maxRuns else {
                throw FormatError(
                    .tooLarge, name: name, at: textOffset,
                    "the pages come in more than \(CellStore.maxRuns) pieces that do not follow each other")
            }
            runs.insert(Run(cell: cell, slot: slot, count: 1, textOffset: textOffset), at: index)
        }
        batched += 1
        if let known { try partial.append(slot, known: known) }
    }

    private func extend(_ run: inout Run, _ textOffset: Int) {
        let stride = textOffset - run.textOffset
        if run.count == 1 {
            run.textStride = max(0, stride)
        } else if stride != run.textStride * run.count {
            run.textStride = 0
        }
        run.count += 1
    }

    func flush() throws {
        guard batched > 0 else { return }
        try batch.withUnsafeBytes { bytes in
            try spool.sink.write(UnsafeRawBufferPointer(rebasing: bytes[..<(batched * cellSize)]))
        }
        written += batched
        batched = 0
    }

    /// What is kept in `slot`, and which of its bytes are known (nil: all).
    func contents(of slot: Int) throws -> (bytes: [UInt8], known: [Bool]?) {
        try flush()
        var bytes = [UInt8](repeating: 0, count: cellSize)
        try bytes.withUnsafeMutableBytes { try spool.read(into: $0, at: slot * cellSize) }
        return (bytes, try partial.known(slot, count: cellSize))
    }

    /// Replaces what is kept in `slot`, which was partly known.
    func replace(_ slot: Int, bytes: [UInt8], known: [Bool]) throws {
        try bytes.withUnsafeBytes { try spool.replace($0, at: slot * cellSize) }
        try partial.replace(slot, known: known)
    }
}
