// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry
import Inspect

/// Partitions as users type them, and as dumps tell of them.
public enum PartitionReading {
    /// A text that was read is written so that it reads as the same; its partitions lie on the chip.
    public static func mtdparts(_ bytes: [UInt8]) throws {
        let parts = try MTDParts(parsing: String(decoding: bytes, as: UTF8.self))
        let again = try MTDParts(parsing: parts.description)
        precondition(again == parts)
        for size in [1, 4096, 128 << 20] {
            for device in parts.devices { check(device.partitions(on: size).partitions, on: size) }
        }
    }

    /// As `mount --parts auto` does.
    public static func search(_ bytes: [UInt8]) throws {
        let opener = ImageOpener(registry: museimgFormats)
        let image = try opener.open(
            MemorySource(bytes), formats: [FormatSpec("raw")], geometry: try GeometrySpec(parsing: "nor:1K")
        ).image
        for table in try PartitionSearch(image, head: 16384, tail: 8192).tables {
            check(table.partitions, on: image.geometry.dataSize)
            precondition(!table.partitions.isEmpty)
            _ = table.mtdparts
        }
    }

    private static func check(_ partitions: [Partition], on size: Int) {
        for partition in partitions {
            precondition(partition.offset >= 0 && partition.size > 0 && partition.offset < size)
            precondition(partition.size <= size - partition.offset)
        }
    }
}
