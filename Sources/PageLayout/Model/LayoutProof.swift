// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

/// Proves that the parts of a layout fit together: in bounds, without overlap, sums right, parity of the code's size.
struct LayoutProof {
    private let parts: PageLayout.Parts
    private let rawBits: Int

    /// Steps in a page; the most known has 32.
    static let maximumSteps = 256
    /// Ranges in a page.
    static let maximumRanges = 8192

    init(_ parts: PageLayout.Parts) {
        self.parts = parts
        rawBits = (parts.pageSize + parts.oobSize) * 8
    }

    private func impossible(_ place: String?, _ detail: String) -> LayoutError {
        LayoutError(.impossible, parts.name, at: place, detail)
    }

    func check() throws(LayoutError) {
        guard (1...Geometry.Limits.pageSize).contains(parts.pageSize) else {
            throw impossible("page", "\(parts.pageSize) bytes of data, expected 1 to \(Geometry.Limits.pageSize)")
        }
        guard (0...Geometry.Limits.oobSize).contains(parts.oobSize) else {
            throw impossible("oob", "\(parts.oobSize) bytes of OOB, expected 0 to \(Geometry.Limits.oobSize)")
        }
        guard parts.steps.count <= Self.maximumSteps else {
            throw impossible("steps", "\(parts.steps.count) steps, expected at most \(Self.maximumSteps)")
        }
        try checkBounds()
        try checkOverlap()
        try checkSums()
        for (i, step) in parts.steps.enumerated() { try checkCode(i, step) }
        try checkScrambler()
    }

    private func checkBounds() throws(LayoutError) {
        var ranges: [(String, BitRange)] = parts.free.map { ("free", $0) } + (parts.oob ?? []).map { ("oob_order", $0) }
        if let marker = parts.marker { ranges.append(("marker", marker.range)) }
        for (i, step) in parts.steps.enumerated() { ranges += step.ranges.map { ("step \(i)", $0) } }
        for (a, b) in parts.swaps { ranges += [a, b].map { ("swap", BitRange(byte: $0, bytes: 1)) } }
        guard ranges.count <= Self.maximumRanges else {
            throw impossible(nil, "\(ranges.count) ranges, expected at most \(Self.maximumRanges)")
        }
        for (place, range) in ranges {
            let size = "\(parts.pageSize)+\(parts.oobSize) bytes"
            guard range.count > 0 else { throw impossible(place, "there is no room for it in pages of \(size)") }
            guard range.start >= 0, range.end <= rawBits else {
                throw impossible(place, "\(range) lies outside of the raw page of \(size)")
            }
        }
    }

    private func checkOverlap() throws(LayoutError) {
        let ranges = parts.steps.enumerated().flatMap { i, step in step.ranges.map { (i, $0) } }
            .sorted { ($0.1.start, $0.1.end) < ($1.1.start, $1.1.end) }
        for (a, b) in zip(ranges, ranges.dropFirst()) where b.1.start < a.1.end {
            throw impossible("step \(b.0)", "\(b.1) overlaps \(a.1) of step \(a.0)")
        }
    }

    private func checkSums() throws(LayoutError) {
        if !parts.steps.isEmpty {
            let bits = parts.steps.reduce(0) { $0 + $1.dataBits }
            guard bits == parts.pageSize * 8 else {
                throw impossible("steps", "they hold \(bits) bits of data, expected \(parts.pageSize * 8)")
            }
        }
        let places = LayoutPlaces(parts)
        let bits = places.oob.bitCount
        guard bits == parts.oobSize * 8, (places.data + places.oob).complement(in: rawBits).isEmpty else {
            throw impossible("oob_order", "it has \(bits) bits, expected the \(parts.oobSize * 8) that are not data")
        }
        if let marker = parts.marker {
            guard marker.range.isWholeBytes, !marker.pages.isEmpty else {
                throw impossible("marker", "\(marker.range) is not whole bytes, or no page carries it")
            }
            guard places.data.allSatisfy({ $0.intersection(marker.range) == nil }) else {
                throw impossible("marker", "\(marker.range) holds data")
            }
        }
    }

    private func checkCode(_ i: Int, _ step: LayoutStep) throws(LayoutError) {
        let place = "step \(i)"
        switch parts.code {
        case .none:
            throw impossible(place, "a layout without a code has no steps")
        case .unknown:
            return
        case .hamming(let variant):
            guard variant.messageBytes.contains(where: { $0 * 8 == step.messageBits }) else {
                let sizes = variant.messageBytes.map(String.init).joined(separator: " or ")
                throw impossible(
                    place, "its message has \(step.messageBits) bits, this Hamming code takes \(sizes) bytes")
            }
        case .bch: break
        case .reedSolomon:
            guard step.messageBits % 8 == 0 else { throw impossible(place, "its message is not whole bytes") }
        }
        let expected: Int
        do {
            expected = try CoderCache.parityBits(parts.code, messageBits: step.messageBits)
        } catch {
            throw impossible(place, error.message)
        }
        guard step.parityBits == expected else {
            throw impossible(place, "its parity has \(step.parityBits) bits, the code has \(expected)")
        }
    }

    private func checkScrambler() throws(LayoutError) {
        guard let scrambler = parts.scrambler else { return }
        guard !scrambler.seeds.isEmpty, scrambler.seeds.count <= 4096 else {
            throw impossible("scrambler", "\(scrambler.seeds.count) seeds, expected 1 to 4096")
        }
        let ranges = scrambler.streams.flatMap { $0 } + scrambler.plain
        for range in ranges where !range.isWholeBytes || range.start < 0 || range.end > rawBits || range.count <= 0 {
            throw impossible("scrambler", "\(range) is not whole bytes inside the raw page")
        }
        let sorted = scrambler.streams.flatMap { $0 }.sorted { $0.start < $1.start }
        for (a, b) in zip(sorted, sorted.dropFirst()) where b.start < a.end {
            throw impossible("scrambler", "\(b) overlaps \(a)")
        }
    }
}
