// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Options for a flat format out of some bytes.
enum FlatChoices {
    private static let geometries = [
        "512+16x32", "2048+64x64", "256+8x4", "512x16", "nor:64K", "nor:12x3", "4096+224x2x9", "513+17x3", "16+16x1",
        "2048+64x64x1024", "512+16x32x1", "1+1x1",
    ]
    private static let orders = ["interleaved", "oob-first", "per-block", "at-end"]
    private static let bads = ["0", "1,3..4", "0..1000000", "7,1099511627775"]
    private static let markers = ["none", "0", "5", "7"]
    private static let holes = ["data", "erased", "missing"]

    static func spec(_ format: String, _ bytes: [UInt8]) -> FormatSpec {
        var spec = FormatSpec(format)
        func choose(_ key: String, _ choices: [String], _ byte: UInt8) {
            // Half of the values leave the option out.
            guard byte & 1 == 0 else { return }
            spec.options.append(.init(key: key, value: choices[Int(byte >> 1) % choices.count]))
        }
        choose("geometry", geometries, bytes[0] & 0xFE)
        choose("bad", bads, bytes[1])
        if format != "raw" { choose("bbm", markers, bytes[2]) }
        if format == "raw-oob" { choose("order", orders, bytes[3]) }
        if format == "oob-pair" {
            spec.options.append(.init(key: "oobfile", value: "oob"))
        } else {
            choose("holes", holes, bytes[4])
        }
        return spec
    }
}
