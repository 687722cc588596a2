// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Makes a layout of a code that was recovered from the bytes.
struct RecoveredLayout {
    let layout: PageLayout
    /// Whether words protect more than a page of data and nothing tells which part is OOB.
    let guessesData: Bool

    private let shape: LayoutTemplate.Shape
    private static let name = "recovered"

    /// - Parameter rows: the pages it was recovered from: they tell what pad bits hold, and where the marker may lie.
    /// - Returns: nil where what was recovered is no whole layout.
    init?(_ found: RecoveredCode, _ shape: LayoutTemplate.Shape, rows: [Row]) {
        self.shape = shape
        guard let (code, order, steps) = Self.steps(found, shape) else { return nil }
        var parts = PageLayout.Parts(name: Self.name, pageSize: shape.pageSize, oobSize: shape.oobSize)
        parts.title = "recovered from a dump: \(found.evidence.text)"
        parts.source = "museimg identify"
        parts.sureness = .inferred
        parts.order = order
        parts.code = code
        parts.steps = steps.map { Self.padded($0, by: found.padBits, order, rows) }
        parts.marker = Self.marker(parts.steps, shape, rows)
        let taken = parts.steps.flatMap(\.ranges) + (parts.marker.map { [$0.range] } ?? [])
        parts.free = taken.complement(in: shape.rawSize * 8)
        guard let layout = try? PageLayout(parts) else { return nil }
        self.layout = layout
        guessesData =
            found.arrangement != .contiguous
            && found.steps.reduce(0) { $0 + $1.messageBits } > shape.pageSize * 8
    }

    private static func steps(
        _ found: RecoveredCode, _ shape: LayoutTemplate.Shape
    ) -> (LayoutCode, BitOrder, [LayoutStep])? {
        switch found.code {
        case .bch(let parameters, let form):
            return messages(found, shape).map { (.bch(parameters, form), form.order, $0) }
        case .reedSolomon(let parameters):
            return messages(found, shape).map { (.reedSolomon(parameters), .lsb, $0) }
        case .hamming(let code, let variant):
            guard let variant else { return nil }
            let steps = code.bits.enumerated().map { i, bits in
                var columns = [Int: Int]()
                for bit in bits { columns[variant.position(address: bit.address, odd: bit.upperHalf) / 8] = bit.column }
                return LayoutStep(
                    message: [.data(BitRange(byte: i * code.step, bytes: code.step))],
                    parity: columns.sorted { $0.key < $1.key }.map { BitRange(byte: $0.value, bytes: 1) })
            }
            return (.hamming(variant), .msb, steps)
        case .cyclic, .linear:
            return nil
        }
    }

    /// Splits messages in data and protected OOB, so that all data together are a page.
    private static func messages(_ found: RecoveredCode, _ shape: LayoutTemplate.Shape) -> [LayoutStep]? {
        let count = found.steps.count
        let surplus = found.steps.reduce(0) { $0 + $1.messageBits } - shape.pageSize * 8
        guard count > 0, surplus >= 0 else { return nil }
        // Metadata in front of a longer first step (NXP GPMI), tags behind each step, or else behind the last.
        let isFrontLonger = found.steps.count > 1 && found.steps[0].messageBits > found.steps[1].messageBits
        let areAlike =
            found.steps.allSatisfy { $0.messageBits == found.steps[0].messageBits } && surplus % (count * 8) == 0
        return found.steps.enumerated().map { i, step in
            var pieces: [LayoutStep.Piece] = []
            if found.arrangement == .contiguous {
                pieces = step.message.flatMap { parts($0, at: shape.pageSize * 8) }
            } else {
                let front = isFrontLonger && i == 0 ? surplus : 0
                let isLast = i == count - 1
                let back = areAlike ? surplus / count : isLast && !isFrontLonger ? surplus : 0
                pieces = cut(step.message, front: front, data: step.messageBits - front - back)
            }
            if step.gap > 0 { pieces.append(.constant(step.gapIsOnes, count: step.gap)) }
            return LayoutStep(message: pieces, parity: [step.parity])
        }
    }

    /// What of a range lies before `edge` is data, the rest OOB.
    private static func parts(_ range: BitRange, at edge: Int) -> [LayoutStep.Piece] {
        var pieces: [LayoutStep.Piece] = []
        let data = min(range.count, max(0, edge - range.start))
        if data > 0 { pieces.append(.data(BitRange(start: range.start, count: data))) }
        if data < range.count { pieces.append(.oob(BitRange(start: range.start + data, count: range.count - data))) }
        return pieces
    }

    private static func cut(_ ranges: [BitRange], front: Int, data: Int) -> [LayoutStep.Piece] {
        var pieces: [LayoutStep.Piece] = []
        var place = 0
        for range in ranges {
            var next = range.start
            for (edge, isData) in [(front, false), (front + data, true), (Int.max, false)] {
                let count = min(range.end - next, max(0, edge - place))
                guard count > 0 else { continue }
                let part = BitRange(start: next, count: count)
                pieces.append(isData ? .data(part) : .oob(part))
                (next, place) = (next + count, place + count)
            }
        }
        return pieces
    }

    /// The step with the bits behind its parity that never change.
    private static func padded(_ step: LayoutStep, by bits: Int, _ order: BitOrder, _ rows: [Row]) -> LayoutStep {
        guard bits > 0, let parity = step.parity.last else { return step }
        var step = step
        let ones = rows.count { row in
            let bit = parity.end
            return bit / 8 < row.bytes.count && row.bytes[bit / 8] & order.mask(bit) != 0
        }
        step.pads = [.init(range: BitRange(start: parity.end, count: bits), value: ones * 2 > rows.count)]
        return step
    }

    /// Where chips have it, if the pages leave it at 0xFF there and no step has the place.
    private static func marker(_ steps: [LayoutStep], _ shape: LayoutTemplate.Shape, _ rows: [Row]) -> MarkerRule? {
        let place = BitRange(byte: shape.pageSize <= 512 ? shape.pageSize + 5 : shape.pageSize, bytes: 1)
        let isTaken = steps.contains { step in
            step.parity.contains { $0.intersection(place) != nil }
                || step.message.contains { piece in
                    if case .data(let range) = piece { range.intersection(place) != nil } else { false }
                }
        }
        let blank = rows.count { place.bytes.lowerBound < $0.bytes.count && $0.bytes[place.bytes.lowerBound] == 0xFF }
        return !isTaken && blank * 10 >= rows.count * 9 ? MarkerRule(range: place) : nil
    }
}
