// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Where the header says that the last checkpoint is: a hint, for without it the journal is read from its start.
struct CheckpointSlot {
    var offset: Int
    var sequence: Int

    /// 32 bytes.
    func encoded(seed: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittle(UInt64(offset))
        bytes.appendLittle(UInt64(sequence))
        bytes.appendLittle(UInt64(0))
        bytes.appendLittle(UInt32(0))
        bytes.appendLittle(CRC32C.of(bytes, continuing: seed))
        return bytes
    }

    /// nil when the slot is empty, or was not written to its end.
    private init?(_ bytes: [UInt8], seed: UInt32) {
        guard bytes.count == 32, CRC32C.of(Array(bytes[..<28]), continuing: seed).littleEndianBytes == bytes[28...],
            let offset = bytes.withUnsafeBytes({ Int(exactly: $0.little(at: 0)) }),
            let sequence = bytes.withUnsafeBytes({ Int(exactly: $0.little(at: 8)) })
        else { return nil }
        self.offset = offset
        self.sequence = sequence
    }

    init(offset: Int, sequence: Int) {
        self.offset = offset
        self.sequence = sequence
    }

    /// The slots of a file that are good, the newer one first.
    static func all(_ file: any JournalFile, seed: UInt32) throws -> [CheckpointSlot] {
        try StoreHeader.slots.compactMap { CheckpointSlot(try file.bytes(at: $0, count: 32), seed: seed) }
            .sorted { $0.sequence > $1.sequence }
    }
}

extension UInt32 {
    fileprivate var littleEndianBytes: ArraySlice<UInt8> { withUnsafeBytes(of: littleEndian) { Array($0)[...] } }
}
