// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// What one step of a raw page says of a layout without any decoding.
public struct StepMatch: Hashable, Sendable {
    /// Whether message and parity fit bit for bit.
    public var fits: Bool
    /// Of message and parity: equal steps have equal ones.
    public var content: UInt64
    /// Of the stored parity.
    public var parity: UInt64
}

extension LayoutCodec {
    /// Compares one step's stored parity with the one its message gives, exactly.
    ///
    /// - Parameter raw: `rawPageSize` bytes without the scrambler's key.
    /// - Returns: nil for a step that would fit many codes: a message of fewer than four different bytes, or one whose
    ///   parity is rightly nothing but zeros or nothing but ones.
    public func match(_ raw: UnsafeRawPointer, step: Int, _ workspace: Workspace) -> StepMatch? {
        let plan = plans[step]
        guard let coder = plan.coder else { return nil }
        let room = workspace.room
        plan.gather(raw, message: room.message, parity: room.parity, order: layout.order)
        let parityBits = plan.parityMoves.reduce(0) { $0 + $1.count }
        let zeros = BitCopy.zeros(room.parity, at: 0, count: parityBits, order: layout.order)
        guard Self.varies(room.message, plan.messageBytes) else { return nil }
        let differing = coder.check(
            messages: room.message, messageStride: 0, parity: room.parity, parityStride: 0, count: 1,
            differences: room.differences)
        if differing == 0, zeros == 0 || zeros == parityBits { return nil }
        let parity = Self.digest(room.parity, (parityBits + 7) / 8, 0)
        return StepMatch(
            fits: differing == 0, content: Self.digest(room.message, plan.messageBytes, parity), parity: parity)
    }

    /// Whether a step's message is four bytes over and over, but for a few bits.
    ///
    /// - Parameters:
    ///   - raw: `rawPageSize` bytes without the scrambler's key.
    ///   - limit: bits that may differ.
    public func messageRepeats(_ raw: UnsafeRawPointer, step: Int, within limit: Int, _ workspace: Workspace) -> Bool {
        let (plan, room) = (plans[step], workspace.room)
        plan.gather(raw, message: room.message, parity: room.parity, order: layout.order)
        let bytes = UnsafeRawBufferPointer(start: room.message, count: plan.messageBytes)
        // The nearest such message has each bit as most of its repetitions do.
        let differing = (0..<32).reduce(0) { sum, bit in
            let places = stride(from: bit / 8, to: bytes.count, by: 4)
            let ones = places.reduce(0) { $0 + Int(bytes[$1] &>> UInt8(bit & 7) & 1) }
            return sum + min(ones, (bytes.count - bit / 8 + 3) / 4 - ones)
        }
        return differing <= limit
    }

    /// Whether there are four different bytes.
    private static func varies(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        var seen = SIMD4<UInt64>(repeating: 0)
        var different = 0
        for byte in bytes {
            let mask = UInt64(1) &<< UInt64(byte & 63)
            let lane = Int(byte &>> 6)
            if seen[lane] & mask == 0 {
                seen[lane] |= mask
                different &+= 1
                if different == 4 { return true }
            }
        }
        return false
    }

    /// A 64-bit digest: for telling contents apart, not against forgery.
    private static func digest(_ start: UnsafeRawPointer, _ count: Int, _ seed: UInt64) -> UInt64 {
        var hash = seed ^ 0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: count)
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash &>> 29
        }
        var i = 0
        while i &+ 8 <= count {
            mix(start.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            i &+= 8
        }
        while i < count {
            mix(UInt64(start.load(fromByteOffset: i, as: UInt8.self)))
            i &+= 1
        }
        return hash
    }

    /// Bits of parity that speak for a match: what chance alone has to hit in one step.
    public var checkBits: Int {
        switch layout.code {
        case .none, .unknown: return 0
        case .hamming:
            let bytes = (layout.steps.first?.messageBits ?? 0) / 8
            // Two parities for each address bit.
            return bytes > 0 ? 2 * (3 + bytes.bitWidth - 1 - bytes.leadingZeroBitCount) : 0
        case .bch, .reedSolomon:
            return layout.steps.map(\.parityBits).min() ?? 0
        }
    }

    /// Whether the bits beside the parity have the engine's value in a raw page: tells engines apart whose codes are equal.
    public func padsFit(_ raw: UnsafeRawPointer) -> Bool {
        plans.allSatisfy { plan in
            plan.step.pads.allSatisfy { pad in
                let zeros = BitCopy.zeros(raw, at: pad.range.start, count: pad.range.count, order: layout.order)
                return zeros == (pad.value ? 0 : pad.range.count)
            }
        }
    }
}
