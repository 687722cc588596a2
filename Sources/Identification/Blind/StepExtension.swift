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
        case .run: run()
        }
    }

    /// Whether the words of a shape keep to the code.
    private func fits(_ shape: WordShape) -> Bool { agreement(shape) != nil }

    /// How many words of a shape have the usual rest, and that; nil where they do not keep to the code.
    private func agreement(_ shape: WordShape) -> (words: Int, rest: BinaryPolynomial)? {
        guard shape.fits(rawSize: sample.rawSize) else { return nil }
        let set = WordSet(sample, shape, rows: rows, limit: Self.words)
        guard set.count >= 2 else { return nil }
        let bits = proven.generator.degree
        let rests = (0..<set.count).map { set.polynomial($0) % proven.generator }
        guard let mode = Mode(rests, among: Array(rests.indices)), mode.rows.count * 3 >= set.count,
            (mode.rows.count - 1) * bits >= 40, set.rank(mode.rows) >= min(2, mode.rows.count - 1)
        else { return nil }
        return (mode.rows.count, mode.value)
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

    /// Words one after another, with up to 64 bytes between them; the first or the last may be of another length.
    private func run() -> [WordShape] {
        var shapes = [proven.shape]
        while let last = shapes.last, shapes.count < Self.mostWords {
            let behind = last.parity.end
            let starts = [behind] + stride(from: (behind + 7) / 8 * 8, through: behind + 64 * 8, by: 8)
            let pitch = shapes.count > 1 ? last.parity.end - shapes[shapes.count - 2].parity.end : nil
            let shifts = (pitch.map { [$0] } ?? []) + starts.map { $0 - last.message[0].start }
            let alike = shifts.lazy.map { last.shifted(message: $0, parity: $0) }.first { fits($0) }
            guard let next = alike ?? other(behind: last, starts) else { break }
            shapes.append(next)
        }
        return shapes
    }

    /// Words of a page.
    private static let mostWords = 72
    /// Sets of rows whose sums show where a word ends.
    private static let triples = 6

    /// A word in one piece of another length; nil where there is none.
    ///
    /// Constant bits in front add nothing to sums of words: the form tells where it begins.
    private func other(behind last: WordShape, _ starts: [Int]) -> WordShape? {
        let start = last.parity.end
        var any = last
        any.parity.start = sample.rawSize * 8 - last.parity.count
        any.message = [BitRange(start: start, count: any.parity.start - start)]
        guard any.messageBits >= RunScan.shortest * 8 else { return nil }
        let pages = WordSet(sample, any, rows: rows, limit: Self.words).pages
        let table = BitStream.table(last.order)
        let stretch = start / 8..<min(sample.rawSize, start / 8 + RunScan.longest)
        for triple in Triples(count: pages.count, limit: Self.triples) {
            var sums = [triple.1, triple.2].map {
                RunScan.sum(sample, pages[triple.0], pages[$0], stretch, table)
            }
            // Bits in front of the word.
            for i in sums.indices { sums[i][0] &= 0xFF >> UInt8(start % 8) }
            for end in RunScan.ends(sums[0], sums[1], proven.parameters) {
                let shapes = (0...RunScan.mostHidden).map { hidden in
                    var shape = any
                    shape.parity.start = start / 8 * 8 + end + hidden - any.parity.count
                    shape.message[0].count = shape.parity.start - start
                    return shape
                }
                guard
                    let best = shapes.compactMap({ shape in agreement(shape).map { (shape, $0) } })
                        .max(by: { ($0.1.words, $1.0.bitCount) < ($1.1.words, $0.0.bitCount) })
                else { continue }
                return starts.lazy.map { cut(best.0, from: $0) }.first {
                    $0.messageBits >= RunScan.shortest * 8 && agreement($0)?.rest == rest(of: $0)
                }
            }
        }
        return nil
    }

    private func cut(_ shape: WordShape, from start: Int) -> WordShape {
        var cut = shape
        cut.message = [BitRange(start: start, count: max(0, shape.parity.start - start))]
        return cut
    }

    /// The rest that words of a length have by the form that was proved.
    private func rest(of shape: WordShape) -> BinaryPolynomial {
        ConstantMask.constant(
            of: proven.form, generator: proven.generator, messageBits: shape.messageBits + shape.gap)
    }
}
