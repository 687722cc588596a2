// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Looks for what a chip often begins with, transformed.
enum TransformProbe {
    /// Likely where a checksum or a whole header agrees; weak for a magic number alone.
    static func probe(_ input: ProbeInput, _ transform: Transform) -> Probe? {
        guard input.head.count >= 64 else { return nil }
        var head = Array(input.head.prefix(512))
        transform.apply(to: &head)
        for sign in signs where head.starts(with: sign.magic) {
            let isSure = sign.agrees?(head) ?? false
            return Probe(isSure ? .likely : .weak, "\(transform.words) it begins with \(sign.what)")
        }
        return nil
    }

    private struct Sign: Sendable {
        var what: String
        var magic: [UInt8]
        /// nil: nothing but the magic number can be looked at.
        var agrees: (@Sendable ([UInt8]) -> Bool)?
    }

    /// UBI: ubi-media.h, `struct ubi_ec_hdr`. uImage: image.h. SquashFS: squashfs_fs.h, version 4. Device tree: the
    /// specification, 5.2. None of them looks like another one transformed.
    private static let signs = [
        Sign(what: "UBI", magic: Array("UBI#".utf8)) { head in
            // UBI's CRC-32 is not inverted at the end.
            ~CRC32.zlib(head[..<60]) == big(head, 60)
        },
        Sign(what: "uImage", magic: [0x27, 0x05, 0x19, 0x56]) { head in
            CRC32.zlib(head[..<4] + [0, 0, 0, 0] + head[8..<64]) == big(head, 4)
        },
        Sign(what: "SquashFS", magic: Array("hsqs".utf8)) { head in
            let (size, log, major) = (little(head, 12, 4), little(head, 22, 2), little(head, 28, 2))
            return major == 4 && log >= 12 && log <= 20 && size == 1 << log
        },
        Sign(what: "a device tree", magic: [0xD0, 0x0D, 0xFE, 0xED]) { head in
            let (size, version) = (big(head, 4), big(head, 20))
            return version == 17 && (big(head, 24) == 16 || big(head, 24) == 2) && big(head, 8) < size
        },
        Sign(what: "JFFS2 (little-endian)", magic: [0x85, 0x19, 0x01, 0xE0]),
        Sign(what: "JFFS2 (little-endian)", magic: [0x85, 0x19, 0x02, 0xE0]),
        Sign(what: "JFFS2 (little-endian)", magic: [0x85, 0x19, 0x03, 0x20]),
        Sign(what: "U-Boot's text", magic: Array("U-Boot ".utf8)),
        Sign(what: "ELF", magic: [0x7F] + Array("ELF".utf8)),
    ]

    private static func big(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
