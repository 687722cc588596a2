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

        var end: Int { address + count }
    }

    /// What comes in more pieces is no image of a chip; 32 MiB of memory.
    static let maxPieces = 1 << 20
    /// Bytes that ``room(_:)`` may be asked for.
    package static let maxRoom = 64 << 10

    private(set) var pieces: [Piece] = []
    private var current = Piece(address: -1, slot: 0, count: 0, textOffset: 0)
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
        if address == current.end, current.count > 0 {
            current.count += count
        } else {
            try close()
            current = Piece(address: address, slot: written + batched, count: count, textOffset: textOffset)
        }
        batched += count
        guard written + batched <= maxBytes else {
            throw FormatError(
                .tooLarge, name: name, at: textOffset, "the bytes it shows are more than \(maxBytes)",
                hint: "raise the limits of expansion")
        }
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
    func finish() throws {
        try close()
        try flush()
    }
}
