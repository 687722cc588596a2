// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
public import Flash

/// Tells what of the OOB is more than ECC: what is missed when ECC has done its work and the OOB is left out.
public struct OOBRest: Sendable {
    private let plan: LayoutPlan
    /// Of each layout, the bits of the arranged OOB that are no parity and no pad.
    private let masks: [[UInt64]]
    private let codecs: [LayoutCodec]

    public init(_ plan: LayoutPlan) {
        self.plan = plan
        codecs = plan.codecs
        masks = codecs.map { Self.mask($0.layout) }
    }

    private static func mask(_ layout: PageLayout) -> [UInt64] {
        var mask = [UInt8](repeating: 0xFF, count: (layout.oobSize + 7) / 8 * 8)
        for part in layout.oobParts where part.kind == .parity || part.kind == .pad {
            for bit in part.range.start..<part.range.end { mask[bit / 8] &= ~layout.order.mask(bit) }
        }
        return stride(from: 0, to: mask.count, by: 8).map { start in
            mask[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// How many bytes of OOB, arranged by the layouts, are not blank in bits that ECC does not use.
    public func count(_ run: PageRun) -> Int {
        let oob = run.stridedOOB
        var total = 0
        var page = run.pages.lowerBound
        while page < run.pages.upperBound {
            let part = plan.part(of: plan.geometry.block(of: page))
            let end = min(plan.geometry.firstPage(of: part.blocks.upperBound), run.pages.upperBound)
            let pieces = oob.part(page.rawValue - run.pages.lowerBound.rawValue, count: end.rawValue - page.rawValue)
            if let codec = part.codec, codec.canCheck, let i = codecs.firstIndex(where: { $0 === codec }) {
                for k in 0..<pieces.count { total += Self.count(pieces[k], masks[i]) }
            } else {
                total += UniformBytes.countProgrammed(pieces)
            }
            page = max(end, page.advanced(by: 1))
        }
        return total
    }

    private static func count(_ oob: UnsafeRawBufferPointer, _ mask: [UInt64]) -> Int {
        var total = 0
        for (i, bits) in mask.enumerated() {
            let at = i * 8
            var word: UInt64 = 0
            if at + 8 <= oob.count {
                word = ~UInt64(littleEndian: oob.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            } else {
                for k in stride(from: oob.count - 1, through: at, by: -1) { word = word << 8 | UInt64(~oob[k]) }
            }
            word &= bits
            guard word != 0 else { continue }
            // A byte's lowest bit becomes 1 when any of its bits is.
            word |= word &>> 4
            word |= word &>> 2
            word |= word &>> 1
            total &+= (word & 0x0101_0101_0101_0101).nonzeroBitCount
        }
        return total
    }
}
