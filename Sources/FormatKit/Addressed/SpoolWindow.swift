// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Bytes of pieces, read back from their temporary file some at a time.
struct SpoolWindow {
    private let spool: Spool
    /// Bytes that are read at once, at the most.
    static let most = 4096

    init(_ spool: Spool) { self.spool = spool }

    /// The values that `piece` has at `addresses`, which are some of its own.
    ///
    /// - Throws: ``IOFailure``.
    func values(of piece: AddressedStore.Piece, _ addresses: Range<Int>) throws -> [UInt8] {
        let inside = addresses.lowerBound - piece.address
        guard piece.period > 0 else { return try read(piece.slot + inside, addresses.count) }
        let pattern = try read(piece.slot, piece.period)
        return (0..<addresses.count).map { pattern[(inside + $0) % piece.period] }
    }

    private func read(_ slot: Int, _ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try spool.read(into: $0, at: slot) }
        return bytes
    }
}
