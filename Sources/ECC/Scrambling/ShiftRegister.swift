// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A linear feedback shift register that scrambles pages: its key is added to what is stored.
///
/// It shifts to the right; the new top bit is the sum of the bits that ``taps`` names. A key byte is the low eight bits
/// of the state.
public struct ShiftRegister: Hashable, Sendable {
    /// Bits of the state, 8...32.
    public let width: Int
    /// The bits that make the new top bit; bit 0 is one of them, so that the register can run backwards.
    public let taps: UInt32
    /// Steps between the seed and the first key byte.
    public let discarded: Int
    /// Steps from one key byte to the next, 1...64.
    public let stepsPerByte: Int

    /// - Throws: ``ECCError`` (`impossibleCode`).
    public init(width: Int, taps: UInt32, discarded: Int = 0, stepsPerByte: Int = 8) throws(ECCError) {
        guard (8...32).contains(width), taps & 1 == 1, UInt64(taps) >> UInt64(width) == 0 else {
            throw ECCError(.impossibleCode, "no register of 8 to 32 bits that taps bit 0 and others inside")
        }
        guard (0...65536).contains(discarded), (1...64).contains(stepsPerByte) else {
            throw ECCError(.impossibleCode, "a register may discard up to 65536 steps and make 1 to 64 for a byte")
        }
        self.init(unchecked: width, taps, discarded, stepsPerByte)
    }

    private init(unchecked width: Int, _ taps: UInt32, _ discarded: Int, _ stepsPerByte: Int) {
        self.width = width
        self.taps = taps
        self.discarded = discarded
        self.stepsPerByte = stepsPerByte
    }

    /// PRBS-15, x^15 + x^14 + 1: the scrambler of Allwinner, of MediaTek MT8167 and MT8516, and of others that follow
    /// Samsung's recommendation.
    ///
    /// Source: U-Boot `tools/sunxi-spl-image-builder.c`.
    public static let prbs15 = ShiftRegister(unchecked: 15, 0b11, 15, 8)

    /// The state one step on.
    public func next(_ state: UInt32) -> UInt32 {
        let top = UInt32(truncatingIfNeeded: (state & taps).nonzeroBitCount & 1)
        return state >> 1 | top << UInt32(width - 1)
    }

    /// The state one step before.
    public func previous(_ state: UInt32) -> UInt32 {
        let shifted = state << 1 & mask
        let top = state >> UInt32(width - 1) & 1
        return shifted | (top ^ UInt32(truncatingIfNeeded: (shifted & taps).nonzeroBitCount & 1))
    }

    private var mask: UInt32 { UInt32.max >> UInt32(32 - width) }

    /// Fills `key` with the key of a seed; bits of the seed above ``width`` do not count.
    public func fill(_ key: UnsafeMutableBufferPointer<UInt8>, seed: UInt32) {
        var state = seed & mask
        for _ in 0..<discarded { state = next(state) }
        // Squaring doubles all distances, so bytes follow the rule that bits follow.
        let stepped = stepsPerByte == 8 ? min(width, key.count) : key.count
        for i in 0..<stepped {
            key[i] = UInt8(truncatingIfNeeded: state)
            for _ in 0..<stepsPerByte { state = next(state) }
        }
        for i in stepped..<key.count {
            var (byte, rest) = (0 as UInt8, taps)
            while rest != 0 {
                byte ^= key[i &- width &+ rest.trailingZeroBitCount]
                rest &= rest &- 1
            }
            key[i] = byte
        }
    }

    /// The first `count` bytes of the key of a seed.
    public func key(seed: UInt32, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, initialized in
            initialized = max(0, count)
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<initialized]), seed: seed)
        }
    }

    /// The seed whose key begins with these bytes; nil for too few bytes, for bytes that no seed makes, and for
    /// registers that do not make eight steps a byte.
    public func seed(key: some Collection<UInt8>) -> UInt32? {
        guard stepsPerByte == 8, key.count * 8 >= width else { return nil }
        var state: UInt64 = 0
        for (i, byte) in key.prefix((width + 7) / 8).enumerated() { state |= UInt64(byte) << UInt64(8 * i) }
        var seed = UInt32(truncatingIfNeeded: state) & mask
        for _ in 0..<discarded { seed = previous(seed) }
        return self.key(seed: seed, count: key.count).elementsEqual(key) ? seed : nil
    }
}
