// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Options for an image format out of some bytes: one byte for each option.
struct Choices {
    /// How many bytes choose.
    static let count = table.count + 1

    private static let table: [(key: String, values: [String])] = [
        (
            "geometry",
            [
                "2048+64x64", "512+16x32", "256+8x4", "512x16", "nor:64K", "nor:12x3", "4096+224x2x9", "513+17x3",
                "16+16x1", "2048+64x64x1024", "512+16x32x1", "1+1x1",
            ]
        ),
        ("bad", ["0", "1,3..4", "0..1000000", "7,1099511627775"]),
        ("bbm", ["none", "0", "5", "7"]),
        ("bb", ["skip", "pad", "dump"]),
        ("oob", ["yes", "no"]),
        ("order", ["interleaved", "oob-first", "per-block", "at-end"]),
        ("holes", ["data", "erased", "missing"]),
        ("start", ["0", "128K", "2048", "0x400000000000"]),
        ("base", ["0", "lowest", "0x10000", "0x9f000000"]),
        ("overlap", ["first", "last"]),
        ("width", ["8", "16", "32", "64"]),
    ]

    private let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    func spec(_ info: FormatInfo) -> FormatSpec {
        var spec = FormatSpec(info.name)
        for (byte, (key, values)) in zip(bytes, Choices.table) where info.options.contains(where: { $0.name == key }) {
            // Half of the values leave the option out.
            guard byte & 1 == 0 else { continue }
            spec.options.append(.init(key: key, value: values[Int(byte >> 1) % values.count]))
        }
        if info.name == "oob-pair" { spec.options.append(.init(key: "oobfile", value: "oob")) }
        return spec
    }

    /// Where to cut `count` bytes in two.
    func cut(of count: Int) -> Int { Int(bytes.last ?? 0) * count / 256 }
}
