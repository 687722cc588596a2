// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
public import PageLayout

/// Where the bits of one code word lie in a raw page: a message, then its parity.
///
/// Bits are counted in ``order``. Ranges may reach beyond the page; then the page has no such word.
public struct WordShape: Hashable, Sendable {
    /// In the order in which the engine takes them.
    public var message: [BitRange]
    /// Bits between message and parity that the engine makes up or that never change; taken as 0.
    public var gap: Int
    /// Whether the bits of the gap are 1 for the engine; where they are 0 or unknown it is false.
    public var gapIsOnes = false
    public var parity: BitRange
    public var order: BitOrder

    public init(message: [BitRange], gap: Int = 0, parity: BitRange, order: BitOrder) {
        self.message = message
        self.gap = gap
        self.parity = parity
        self.order = order
    }

    /// Bits of the message, the gap not counted.
    public var messageBits: Int { message.bitCount }
    /// Bits of the whole word.
    public var bitCount: Int { messageBits + gap + parity.count }

    /// The same word `messageShift` bits further, its parity `parityShift`.
    func shifted(message messageShift: Int, parity parityShift: Int) -> WordShape {
        var other = self
        other.message = message.map { BitRange(start: $0.start + messageShift, count: $0.count) }
        other.parity.start += parityShift
        return other
    }

    /// Whether a raw page of `bytes` bytes has all of it, and sizes are sane.
    func fits(rawSize bytes: Int) -> Bool {
        gap >= 0 && gap <= 1 << 16 && parity.count > 0
            && (message + [parity]).allSatisfy { $0.start >= 0 && $0.count >= 0 && $0.end <= bytes * 8 }
            && messageBits > 0
    }
}
