// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry

/// Stores that hold their base themselves, read in every way there is.
public enum Stores {
    /// As they are, and with right checksums: else nothing behind one would ever be reached.
    public static func read(_ bytes: [UInt8]) throws {
        let first = Result { try walk(bytes) }
        try walk(mended(bytes))
        try first.get()
    }

    private static func walk(_ bytes: [UInt8]) throws {
        let source = MemorySource(bytes)
        let check = Result { try StoreCheck(source) }
        if case .success(let check) = check {
            precondition(
                check.damages.allSatisfy { $0.offset >= 0 && $0.size > 0 && $0.offset + $0.size <= bytes.count })
        }
        try StoreLog(source).backwards { entry in
            precondition(entry.sequences.lowerBound > 0)
            return true
        }
        for point in [nil, "0", "1", "5"] {
            let image = try StoreImage(source, at: point) { spec, _ in
                throw FormatError(.unsupported, name: spec.path, "no other image is opened here")
            }
            guard image.geometry.dataSize < 1 << 20 else { return }
            var pages = try PageWalker(image)
            var seen = 0
            while let run = try pages.step() { seen += run.pages.count }
            precondition(seen == image.geometry.pageCount)
        }
    }

    /// With the checksums that docs/store-format.md asks for.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 128 else { return bytes }
        var bytes = bytes
        func number(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        func put(_ value: UInt32, at: Int) {
            for i in 0..<4 { bytes[at + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(i))) }
        }
        let size = number(12)
        guard (128...bytes.count).contains(size) else { return bytes }
        put(CRC32C.of(Array(bytes[128..<size]), continuing: CRC32C.of(Array(bytes[..<60]))), at: 60)
        let seed = CRC32C.of(Array(bytes[16..<24]))
        for slot in [64, 96] { put(CRC32C.of(Array(bytes[slot..<(slot + 28)]), continuing: seed), at: slot + 28) }
        var at = size
        while at + 32 <= bytes.count {
            let end = at + 32 + (number(at + 4) + 7) & ~7
            guard end <= bytes.count else { break }
            put(CRC32C.of(Array(bytes[(at + 4)..<end]), continuing: seed), at: at)
            at = end
        }
        return bytes
    }
}
