// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Synchronization

/// The key stream of a layout, laid out as a raw page, for each page of a block.
///
/// A page that was never programmed holds no key: one whose bits are all 1, but for a few, stays as it is. So does its
/// counterpart, the page that the key would turn into such a one; the rule is then its own inverse, and nothing is lost.
final class ScramblerKeys: Sendable {
    private let scrambler: LayoutScrambler
    private let size: Int
    /// Zero bits up to which a page counts as never programmed.
    private let tolerance: Int
    private let keys: Mutex<[Int: [UInt8]]>

    init(_ scrambler: LayoutScrambler, _ layout: PageLayout) {
        self.scrambler = scrambler
        size = layout.rawPageSize
        tolerance = max(1, layout.code.strength * layout.steps.count)
        keys = Mutex([:])
    }

    /// The key of a page: `rawPageSize` bytes to XOR.
    func key(_ pageInBlock: Int) -> [UInt8] {
        let seed = pageInBlock % scrambler.seeds.count
        return keys.withLock { keys in
            if let key = keys[seed] { return key }
            let key = makeKey(scrambler.seeds[seed])
            keys[seed] = key
            return key
        }
    }

    private func makeKey(_ seed: UInt16) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: size)
        for stream in scrambler.streams {
            let bytes = scrambler.generator.stream(seed: seed, count: stream.bitCount / 8)
            var next = 0
            for range in stream {
                for byte in range.bytes {
                    key[byte] = bytes[next]
                    next += 1
                }
            }
        }
        for range in scrambler.plain {
            for byte in range.bytes { key[byte] = 0 }
        }
        return key
    }

    /// Adds or takes away the key of a page, whichever it is.
    func apply(_ raw: UnsafeMutableRawPointer, _ pageInBlock: Int) {
        let key = key(pageInBlock)
        key.withUnsafeBytes { key in
            guard let key = key.baseAddress else { return }
            var (zeros, zerosUnder) = (0, 0)
            for i in 0..<size {
                let byte = raw.load(fromByteOffset: i, as: UInt8.self)
                zeros += (~byte).nonzeroBitCount
                zerosUnder += (~(byte ^ key.load(fromByteOffset: i, as: UInt8.self))).nonzeroBitCount
            }
            guard zeros > tolerance, zerosUnder > tolerance else { return }
            for i in 0..<size {
                let byte = raw.load(fromByteOffset: i, as: UInt8.self)
                raw.storeBytes(of: byte ^ key.load(fromByteOffset: i, as: UInt8.self), toByteOffset: i, as: UInt8.self)
            }
        }
    }

    /// Zero bits of a step under the key.
    func zerosOnChip(_ plan: StepPlan, _ raw: UnsafeRawPointer, _ pageInBlock: Int, order: BitOrder) -> Int {
        let key = key(pageInBlock)
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { chip in
            guard let to = chip.baseAddress else { return Int.max }
            for i in 0..<size {
                to.storeBytes(of: raw.load(fromByteOffset: i, as: UInt8.self) ^ key[i], toByteOffset: i, as: UInt8.self)
            }
            return plan.zeros(to, order: order)
        }
    }
}

extension LayoutScrambler.Generator {
    /// The first `count` bytes of the key.
    func stream(seed: UInt16, count: Int) -> [UInt8] {
        switch self {
        case .allwinner, .mediatek: ShiftRegister.prbs15.key(seed: UInt32(seed), count: count)
        }
    }

    /// The seeds that its makers use, for the pages of a block.
    var knownSeeds: [UInt16] {
        switch self {
        case .allwinner: AllwinnerSeeds.pages
        case .mediatek:
            (0..<MediaTekSeeds.cycle).map { UInt16(truncatingIfNeeded: MediaTekSeeds.seed(page: $0)) }
        }
    }
}
