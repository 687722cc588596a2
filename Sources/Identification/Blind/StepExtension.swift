// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// From one proven step to all steps of the page.
struct StepExtension {
    let sample: PageSample
    let rows: [Int]
    let proven: ProvenCode
    let arrangement: ParityRanges.Arrangement
    /// Bytes of data in a step.
    let step: Int

    /// Words of each step that are looked at.
    private static let words = 24

    /// The shapes of all steps that the dump proves, the first one in front.
    func shapes() -> [WordShape] {
        switch arrangement {
        case .contiguous: contiguous()
        case .interleaved: interleaved()
        case .bitPacked: bitPacked()
        }
    }

    /// Whether the words of a shape keep to the code.
    func fits(_ shape: WordShape) -> Bool {
        guard shape.fits(rawSize: sample.rawSize) else { return false }
        let set = WordSet(sample, shape, rows: rows, limit: Self.words)
        guard set.count >= 2 else { return false }
        let bits = proven.generator.degree
        let rests = (0..<set.count).map { set.polynomial($0) % proven.generator }
        guard let mode = Mode(rests, among: Array(rests.indices)) else { return false }
        return mode.rows.count * 3 >= set.count && (mode.rows.count - 1) * bits >= 40
            && set.rank(mode.rows) >= min(2, mode.rows.count - 1)
    }

    /// Data goes on directly; parity, and what else is covered of the OOB, may be anywhere in the OOB.
    private func contiguous() -> [WordShape] {
        let first = proven.shape
        let edge = sample.pageSize * 8
        func moved(_ index: Int, _ parityShift: Int) -> WordShape {
            var shape = first.shifted(message: 0, parity: parityShift)
            shape.message = first.message.map { range in
                BitRange(
                    start: range.start + (range.start < edge ? index * step * 8 : parityShift), count: range.count)
            }
            return shape
        }
        var shapes = [first]
        var pitch: Int?
        for index in 1..<max(1, sample.pageSize / step) + 0 {
            if let pitch, fits(moved(index, index * pitch)) {
                shapes.append(moved(index, index * pitch))
                continue
            }
            // Directly behind, then ever further away on both sides.
            let bits = first.parity.count
            let toByte = (bits + 7) / 8 * 8
            var shifts = [bits, toByte]
            for distance in stride(from: 8, through: sample.oobSize * 8, by: 8) { shifts += [distance, -distance] }
            let free = shifts.first { shift in
                let place = first.parity.start + shift
                guard place >= edge, place + bits <= sample.rawSize * 8,
                    !shapes.contains(where: { $0.parity.start == place })
                else { return false }
                return fits(moved(index, shift))
            }
            guard let free else { continue }
            if index == 1 { pitch = free }
            shapes.append(moved(index, free))
        }
        return shapes
    }

    /// Message and parity move together.
    private func interleaved() -> [WordShape] {
        let first = proven.shape
        let width = first.parity.end - (first.message.map(\.start).min() ?? 0)
        let pitch = stride(from: (width + 7) / 8 * 8, through: (width + 7) / 8 * 8 + 64 * 8, by: 8).first {
            fits(first.shifted(message: $0, parity: $0))
        }
        guard let pitch else { return [first] }
        var shapes = [first]
        for index in 1..<max(2, sample.rawSize * 8 / pitch + 1) {
            let shape = first.shifted(message: index * pitch, parity: index * pitch)
            if fits(shape) { shapes.append(shape) }
        }
        return shapes
    }

    /// Each chunk begins at the bit behind the parity before it; only the first has metadata.
    private func bitPacked() -> [WordShape] {
        var shapes = [proven.shape]
        while let last = shapes.last, shapes.count <= sample.pageSize / step {
            var next = last
            next.message = [BitRange(start: last.parity.end, count: step * 8)]
            next.parity.start = last.parity.end + step * 8
            guard fits(next) else { break }
            shapes.append(next)
        }
        return shapes
    }
}
