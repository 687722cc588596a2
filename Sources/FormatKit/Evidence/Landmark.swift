// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Something in a dump that chance does not make, and whose place tells of the geometry.
package struct Landmark: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// At the start of each erase block; has a checksum.
        case ubiHeader = "UBI headers"
        /// At the start of each erase block of NOR; has a checksum.
        case jffs2CleanMarker = "JFFS2 clean markers"
        /// In the OOB of each erase block's first page; eight known bytes.
        case jffs2OOBMarker = "JFFS2 clean markers in the OOB"
        /// In the OOB of each page; has a checksum.
        case yaffsTags = "YAFFS2 tags"
    }

    package let kind: Kind
    /// In the source, in bytes.
    package let offset: Int
    /// YAFFS2's sequence number: another in each block.
    package var sequence: UInt32 = 0

    /// Those in a sample, by kind, ascending.
    package static func find(in sample: DumpSample) -> [Kind: [Landmark]] {
        var found: [Kind: [Landmark]] = [:]
        for window in sample.windows {
            window.bytes.withUnsafeBytes { bytes in
                for landmark in scan(bytes, base: window.offset) { found[landmark.kind, default: []].append(landmark) }
            }
        }
        return found
    }

    private static let ubiMagic: UInt32 = 0x2349_4255
    private static let jffs2: UInt32 = 0x2003_1985
    private static let jffs2Big: UInt32 = 0x0320_8519

    /// Looks at every even offset: OOB bytes that hold such things are never at odd ones.
    @inline(never)
    private static func scan(_ bytes: UnsafeRawBufferPointer, base: Int) -> [Landmark] {
        var found: [Landmark] = []
        guard bytes.count >= 64 else { return [] }
        let end = bytes.count &- 64
        var i = 0
        while i <= end {
            let word = bytes.little32(at: i)
            if word == ubiMagic {
                if UBIEraseHeader(Array(bytes[i..<(i + 64)])) != nil {
                    found.append(Landmark(kind: .ubiHeader, offset: base + i))
                }
            } else if word == jffs2 || word == jffs2Big {
                if let kind = markerKind(bytes, at: i, isLittle: word == jffs2) {
                    found.append(Landmark(kind: kind, offset: base + i))
                }
            } else if word != 0, word != .max {
                let line = bytes.little32(at: i &+ 20)
                let complement = bytes.little32(at: i &+ 24)
                // A line parity numbers one of 16 bytes, in either byte order.
                if line & 0xF0FF_FFF0 == 0, line ^ complement == 0 || line ^ complement == .max,
                    let tags = YAFFSTags(bytes, at: i)
                {
                    found.append(Landmark(kind: .yaffsTags, offset: base + i, sequence: tags.sequence))
                }
            }
            i &+= 2
        }
        return found
    }

    /// On NAND the marker has 8 bytes and no checksum; on NOR it is a node of 12 with one.
    private static func markerKind(_ bytes: UnsafeRawBufferPointer, at i: Int, isLittle: Bool) -> Kind? {
        let rest = bytes[(i + 4)..<(i + 12)]
        if rest.starts(with: isLittle ? [8, 0, 0, 0] : [0, 0, 0, 8]) { return .jffs2OOBMarker }
        let node: [UInt8] = isLittle ? [12, 0, 0, 0, 0xB1, 0xB0, 0x1E, 0xE4] : [0, 0, 0, 12, 0xF0, 0x60, 0xDC, 0x98]
        return rest.elementsEqual(node) ? .jffs2CleanMarker : nil
    }
}
