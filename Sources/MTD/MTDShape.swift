// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// What Linux is told of a flash device: the numbers that `mtdinfo` shows.
///
/// Source: Linux `include/linux/mtd/mtd.h` (`struct mtd_info`) and `include/uapi/mtd/mtd-abi.h`.
public struct MTDShape: Sendable, Hashable {
    /// MTD_* types by their number.
    public enum Kind: Int, Sendable, Hashable {
        case nor = 3
        case nand = 4
        /// NAND with more than one bit a cell, whose pages are programmed once and in order.
        case mlcNAND = 8
    }

    /// Bytes of the OOB as the layout arranges it, counted from its start.
    public typealias OOBRange = Range<Int>

    public var kind: Kind
    public var isWritable: Bool
    /// Bytes of data, OOB not counted.
    public let size: Int
    /// Bytes of data in a page; 1 on NOR.
    public let writeSize: Int
    /// Bytes of data in an erase block.
    public let eraseSize: Int
    /// Bytes of OOB in a page.
    public let oobSize: Int
    /// What file systems may use of the OOB, ascending, without gaps between neighbours.
    public let oobFree: [OOBRange]
    /// Where parity lies in the OOB, ascending.
    public let oobParity: [OOBRange]
    /// A page takes `1 << subpageShift` programs of a part each.
    public var subpageShift: Int
    /// Bits (symbols, for Reed-Solomon) that a step can have wrong; 0 without ECC.
    public let eccStrength: Int
    /// Bytes of data in an ECC step; 0 without ECC.
    public let eccStepSize: Int

    /// Bytes of the OOB that file systems may use, in all.
    public var oobAvailable: Int { oobFree.reduce(0) { $0 + $1.count } }

    /// From how many wrong bits in a step on a read is told as one that needs scrubbing: three quarters of the strength.
    ///
    /// Source: Linux `nand_base.c` (`nand_scan_tail`).
    public var bitflipThreshold: Int { (eccStrength * 3 + 3) / 4 }

    /// - Parameters:
    ///   - plan: the layouts of the pages; nil where none is known, which means no ECC.
    ///   - subpageShift: as the dump shows it; nil for what the first layout allows.
    /// - Throws: ``FlashError`` (`unsupported`) for a chip that cannot be an MTD.
    public init(
        _ geometry: Geometry, plan: LayoutPlan?, isWritable: Bool, isMLC: Bool = false, subpageShift: Int? = nil
    ) throws(FlashError) {
        try Self.check(geometry)
        kind = geometry.isNOR ? .nor : isMLC ? .mlcNAND : .nand
        self.isWritable = isWritable
        size = geometry.dataSize
        writeSize = geometry.pageSize
        eraseSize = geometry.blockSize
        oobSize = geometry.oobSize
        let layout = plan?.codecs.first?.layout
        oobFree = layout?.oobRanges([.free], isWhole: true) ?? Self.usualFree(geometry)
        oobParity = layout?.oobRanges([.parity, .pad], isWhole: false) ?? []
        let checked = plan?.codecs.filter(\.canCheck).map(\.layout) ?? []
        eccStrength = checked.map(\.code.strength).min() ?? 0
        eccStepSize = checked.first?.steps.first.map { $0.dataBits / 8 } ?? 0
        let steps = checked.first?.steps.count ?? (geometry.isNOR ? 1 : geometry.pageSize / 512)
        self.subpageShift = subpageShift ?? (isMLC ? 0 : Self.subpageShift(steps: steps))
    }

    private static func check(_ geometry: Geometry) throws(FlashError) {
        guard geometry.blockCount > 0 else {
            throw FlashError(.unsupported, "holds no whole erase block, an MTD has at least one")
        }
        guard geometry.isNOR || geometry.oobSize < geometry.pageSize else {
            throw FlashError(
                .unsupported, "\(geometry.oobSize) bytes of OOB, an MTD has fewer than its page of \(geometry.pageSize)"
            )
        }
        guard geometry.blockSize <= Int(Int32.max) else {
            throw FlashError(.unsupported, "erase blocks of \(geometry.blockSize) bytes are too large for an MTD")
        }
    }

    /// Steps that are encoded each by itself can be programmed each by itself.
    ///
    /// Source: Linux `nand_base.c` (`nand_scan_tail`: 2 steps give halves; 4, 8 and 16 give quarters).
    private static func subpageShift(steps: Int) -> Int {
        switch steps {
        case 2: 1
        case 4, 8, 16: 2
        default: 0
        }
    }

    /// All but the place of the bad-block marker.
    private static func usualFree(_ geometry: Geometry) -> [OOBRange] {
        guard let marker = BadBlockMarker.standard(for: geometry) else { return [] }
        // Large pages keep two bytes: chips with 16 data lines mark both.
        let end = min(marker.offset + (geometry.pageSize > 512 ? 2 : 1), geometry.oobSize)
        return [0..<marker.offset, end..<geometry.oobSize].filter { !$0.isEmpty }
    }
}

extension PageLayout {
    /// Bytes of some kinds in the OOB as the layout arranges it, ascending, neighbours joined.
    ///
    /// - Parameter isWhole: only bytes that are of these kinds with all their bits; else with any.
    func oobRanges(_ kinds: Set<OOBField.Kind>, isWhole: Bool) -> [MTDShape.OOBRange] {
        var bits = [Int](repeating: 0, count: oobSize)
        for part in oobParts where part.kind.map(kinds.contains) == true {
            for bit in part.range.start..<part.range.end { bits[bit / 8] += 1 }
        }
        var ranges: [MTDShape.OOBRange] = []
        for (byte, count) in bits.enumerated() where count == 8 || count > 0 && !isWhole {
            if let last = ranges.last, last.upperBound == byte {
                ranges[ranges.count - 1] = last.lowerBound..<byte + 1
            } else {
                ranges.append(byte..<byte + 1)
            }
        }
        return ranges
    }

    /// Whether steps protect bytes of the OOB.
    var protectsOOB: Bool {
        steps.contains { $0.message.contains { if case .oob = $0 { true } else { false } } }
    }
}
