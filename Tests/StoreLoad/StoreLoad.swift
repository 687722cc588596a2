// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// What one of several threads does to a chip: the same for the same seed, in blocks that are its own.
public struct StoreLoad {
    public enum Operation: Equatable {
        case program(PageNumber, [UInt8])
        case erase(BlockNumber)
    }

    private let geometry: Geometry
    private let lane: Int
    private let lanes: Int
    private var state: UInt64

    /// - Parameter lane: of `lanes`: it has the blocks whose numbers leave this rest.
    public init(_ geometry: Geometry, seed: UInt64, lane: Int, of lanes: Int) {
        self.geometry = geometry
        self.lane = lane
        self.lanes = lanes
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(lane)
    }

    /// SplitMix64.
    private mutating func random() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    public mutating func next() -> Operation {
        let block = Int(random() % UInt64(geometry.blockCount / lanes)) * lanes + lane
        guard random() % 10 > 0 else { return .erase(BlockNumber(block)) }
        let page = geometry.firstPage(of: BlockNumber(block))
            .advanced(by: Int(random() % UInt64(geometry.pagesPerBlock)))
        var bits = [UInt8](repeating: 0xFF, count: geometry.rawPageSize)
        for i in bits.indices where i % 8 == 0 {
            let word = random() | random()
            for j in 0..<min(8, bits.count - i) { bits[i + j] = UInt8(truncatingIfNeeded: word >> UInt64(8 * j)) }
        }
        return .program(page, bits)
    }

    /// Does one of them.
    public static func apply(_ operation: Operation, to device: any FlashDevice) throws {
        switch operation {
        case .erase(let block): try device.erase(block)
        case .program(let page, let bits):
            try bits.withUnsafeBytes { try device.program(PageRange(from: page, count: 1), bits: $0) }
        }
    }
}
