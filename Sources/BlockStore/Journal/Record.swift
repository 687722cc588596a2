// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// One record of a journal: 32 bytes of header, then its payload, filled up with zeros to a multiple of 8.
///
/// The byte layout is that of docs/store-format.md, section "Records".
public struct Record: Sendable, Hashable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case program = 1
        case erase = 2
        case markBad = 3
        case sync = 4
        case powerLoss = 5
        case fault = 6
        case mark = 7
        case checkpoint = 8
        case rewind = 9
        /// In traces only.
        case read = 10
        case baseBlock = 16
        case baseIndex = 17
        /// Of a later version, which says that it may be passed over.
        case later = 63

        /// What a header's byte means; nil for what no version will have.
        init?(byte: UInt8) {
            guard byte > 0, byte <= Kind.later.rawValue else { return nil }
            self = Kind(rawValue: byte) ?? .later
        }

        /// Whether it is of the base that a store holds itself, before its journal.
        var isBase: Bool { self == .baseBlock || self == .baseIndex }
    }

    /// What a flag means depends on the kind.
    public struct Flags: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Of a program: the payload begins with the offset of the program before it on the same unit.
        public static let continued = Flags(rawValue: 1)
        /// Of a program: the payload is all that the unit holds afterwards.
        public static let whole = Flags(rawValue: 2)
        /// Of a checkpoint: it needs none before it.
        public static let full = Flags(rawValue: 1)
        /// Of a base block: the block is bad.
        public static let bad = Flags(rawValue: 1)
    }

    public var kind: Kind
    public var flags: Flags = []
    /// Grows from record to record; the state after record N is state N, and 0 is the base's. 48 bits.
    public var sequence: Int
    /// Nanoseconds since 1970, UTC.
    public var time: UInt64 = 0
    /// A page (program), a block (erase, mark bad, base block), a sequence number (mark, rewind), a file offset
    /// (checkpoint: of the one before it; sync: up to which all was durable before), or a count (base index).
    public var address: Int = 0
    /// Bytes of payload, without what fills it up.
    public var length: Int = 0
    /// Of one that was read: the checksum that its header has.
    var checksum: UInt32 = 0

    /// Bytes of a header.
    static let headerSize = 32

    /// Bytes of it all, in the file.
    public var frameSize: Int { Self.frameSize(payload: length) }

    static func frameSize(payload: Int) -> Int { headerSize + (payload + 7) & ~7 }

    /// The header as it lies in the file, the checksum left 0.
    var words: (UInt64, UInt64, UInt64, UInt64) {
        (
            (UInt64(length) << 32).littleEndian,
            (UInt64(kind.rawValue) | UInt64(flags.rawValue) << 8 | UInt64(sequence) << 16).littleEndian,
            time.littleEndian,
            UInt64(address).littleEndian
        )
    }

    /// What a header says; nil when it cannot be one. Its checksum is for others to look at.
    ///
    /// - Parameter header: 32 bytes or more.
    init?(header: UnsafeRawBufferPointer) {
        let (first, second) = (header.little(at: 0), header.little(at: 8))
        guard let kind = Kind(byte: UInt8(truncatingIfNeeded: second)),
            let address = Int(exactly: header.little(at: 24))
        else { return nil }
        self.kind = kind
        flags = Flags(rawValue: UInt8(truncatingIfNeeded: second >> 8))
        sequence = Int(second >> 16)
        time = header.little(at: 16)
        self.address = address
        length = Int(first >> 32)
        checksum = UInt32(truncatingIfNeeded: first)
        guard flags.rawValue <= 3 else { return nil }
    }

    public init(_ kind: Kind, flags: Flags = [], sequence: Int = 0, time: UInt64 = 0, address: Int = 0, length: Int = 0)
    {
        self.kind = kind
        self.flags = flags
        self.sequence = sequence
        self.time = time
        self.address = address
        self.length = length
    }

    /// Whether the checksum of a whole frame is right.
    ///
    /// - Parameter seed: the CRC-32C of the store's identity, so that records of another store are none of this.
    static func isIntact(_ frame: UnsafeRawBufferPointer, seed: UInt32) -> Bool {
        frame.count >= headerSize
            && UInt32(truncatingIfNeeded: frame.little(at: 0)) == checksum(frame, seed: seed)
    }

    static func checksum(_ frame: UnsafeRawBufferPointer, seed: UInt32) -> UInt32 {
        CRC32C.of(UnsafeRawBufferPointer(rebasing: frame[4...]), continuing: seed)
    }
}

extension UnsafeRawBufferPointer {
    /// The little-endian number of 64 bits at `offset`, which is inside.
    func little(at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        Swift.withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: self[offset..<(offset + 8)]) }
        return UInt64(littleEndian: value)
    }
}
