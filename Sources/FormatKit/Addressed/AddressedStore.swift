// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The bytes that an addressed text has shown so far, in a temporary file in the order of their coming.
///
/// Memory does not grow with the addresses: two bytes far apart are two pieces, and nothing is kept for the gap.
package final class AddressedStore {
    /// Bytes at ascending addresses that came one after the other.
    struct Piece {
        var address: Int
        /// Where they lie in the temporary file; later ones came later.
        var slot: Int
        var count: Int
        /// Where the first of them came in the text.
        var textOffset: Int
        var trust = Trust.sure
        /// Bytes that repeat from the slot on, up to ``count``; 0 where each byte lies for itself.
        var period = 0

        var end: Int { address + count }

        /// Where the byte at an address of the piece lies in the temporary file.
        func slot(of address: Int) -> Int {
            let inside = address - self.address
            return slot + (period > 0 ? inside % period : inside)
        }
    }

    /// How far the values of a piece, or its address, are to be trusted.
    package enum Trust: Sendable {
        case sure
        /// The tool said that it had trouble with them.
        case lesser
        /// Nothing but the line itself tells its address.
        case provisional
    }

    /// What comes in more pieces is no image of a chip; 32 MiB of memory.
    static let maxPieces = 1 << 20
    /// Bytes that ``room(_:)`` may be asked for.
    package static let maxRoom = 64 << 10

    private(set) var pieces: [Piece] = []
    private var current = Piece(address: -1, slot: 0, count: 0, textOffset: 0)
    /// Of what is kept from now on.
    package var trust = Trust.sure
    let spool: Spool
    private let name: String
    private let maxBytes: Int
    private let batch = IOBuffer(count: 256 << 10)
    private var batched = 0
    private var written = 0

    /// - Parameter maxBytes: how many may be kept.
    /// - Throws: ``IOFailure`` when there is no room for a temporary file.
    package init(name: String, maxBytes: Int) throws {
        self.name = name
        self.maxBytes = maxBytes
        spool = try Spool()
    }

    /// Bytes kept so far.
    package var count: Int { written + batched }

    /// Room for the next `count` bytes, to be filled and then kept.
    package func room(_ count: Int) throws -> UnsafeMutableRawBufferPointer {
        if batched + count > batch.bytes.count { try flush() }
        return UnsafeMutableRawBufferPointer(rebasing: batch.bytes[batched..<(batched + count)])
    }

    /// Keeps the first `count` bytes of the room.
    ///
    /// - Parameters:
    ///   - address: of the first byte.
    ///   - textOffset: where they stand in the text.
    /// - Throws: ``FormatError`` (`tooLarge`).
    package func keep(_ count: Int, at address: Int, textOffset: Int) throws {
        guard count > 0 else { return }
        if address == current.end, current.count > 0, trust == current.trust {
            current.count += count
        } else {
            try close()
            current = Piece(
                address: address, slot: written + batched, count: count, textOffset: textOffset, trust: trust)
        }
        batched += count
        guard written + batched <= maxBytes else {
            throw FormatError(
                .tooLarge, name: name, at: textOffset, "the bytes it shows are more than \(maxBytes)",
                hint: "raise the limits of expansion")
        }
    }

    /// Keeps a pattern that fills `addresses`, in as much room as one pattern takes.
    ///
    /// - Throws: ``FormatError`` (`tooLarge`), ``IOFailure``.
    package func keep(pattern: [UInt8], filling addresses: Range<Int>, textOffset: Int) throws {
        guard !pattern.isEmpty, !addresses.isEmpty else { return }
        try close()
        try room(pattern.count).copyBytes(from: pattern)
        current = Piece(
            address: addresses.lowerBound, slot: written + batched, count: addresses.count, textOffset: textOffset,
            trust: trust, period: pattern.count)
        batched += pattern.count
        try close()
    }

    /// Takes back the last `count` bytes that were kept, as far as they are of one piece.
    package func retract(_ count: Int) throws {
        current.count = max(0, current.count - count)
        try close()
    }

    /// How many pieces there are.
    package func pieceCount() throws -> Int {
        try close()
        return pieces.count
    }

    /// Says that what is provisional in the pieces from `first` on can be trusted.
    package func confirm(from first: Int) throws {
        try close()
        for i in pieces.indices.dropFirst(first) where pieces[i].trust == .provisional { pieces[i].trust = .sure }
    }

    private func close() throws {
        guard current.count > 0 else { return }
        guard pieces.count < AddressedStore.maxPieces else {
            throw FormatError(
                .tooLarge, name: name, at: current.textOffset,
                "the bytes come in more than \(AddressedStore.maxPieces) pieces that do not follow each other")
        }
        pieces.append(current)
        current.count = 0
    }

    private func flush() throws {
        try spool.sink.write(batch.prefix(batched))
        written += batched
        batched = 0
    }

    /// Says that nothing more will come.
    package func finish() throws {
        try close()
        try flush()
    }
}
