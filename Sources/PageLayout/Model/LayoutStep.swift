// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// One ECC word of a page: which bits it protects, and where its parity lies.
public struct LayoutStep: Hashable, Sendable {
    /// A part of the message, in the order in which the engine takes it.
    public enum Piece: Hashable, Sendable {
        /// Bits that belong to the page's data.
        case data(BitRange)
        /// Protected bits of OOB.
        case oob(BitRange)
        /// Bits that the engine makes up: `count` of this value.
        case constant(Bool, count: Int)

        /// Number of bits.
        public var count: Int {
            switch self {
            case .data(let range), .oob(let range): range.count
            case .constant(_, let count): count
            }
        }

        /// Where it lies; nil for made up bits.
        public var range: BitRange? {
            switch self {
            case .data(let range), .oob(let range): range
            case .constant: nil
            }
        }
    }

    /// Bits beside the parity that the engine writes with a fixed value.
    public struct Pad: Hashable, Sendable {
        public var range: BitRange
        /// The value of each of its bits.
        public var value: Bool

        public init(range: BitRange, value: Bool) {
            self.range = range
            self.value = value
        }
    }

    public var message: [Piece]
    public var parity: [BitRange]
    public var pads: [Pad]

    public init(message: [Piece], parity: [BitRange], pads: [Pad] = []) {
        self.message = message
        self.parity = parity
        self.pads = pads
    }

    /// Bits of the message, made up ones included.
    public var messageBits: Int { message.reduce(0) { $0 + $1.count } }
    /// Bits of parity.
    public var parityBits: Int { parity.bitCount }
    /// Bits of the page's data in it.
    public var dataBits: Int {
        message.reduce(0) { sum, piece in
            if case .data(let range) = piece { sum + range.count } else { sum }
        }
    }

    /// Every range of the raw page that the step has to do with.
    public var ranges: [BitRange] { message.compactMap(\.range) + parity + pads.map(\.range) }
}
