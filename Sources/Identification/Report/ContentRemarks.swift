// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the bytes of a dump look like as a whole: reasons why nothing may be proved.
enum ContentRemarks {
    static func of(_ sample: DumpSample) -> [String] {
        var remarks: [String] = []
        let telling = sample.windows.filter { RowSampler.tells($0.bytes) }
        guard !telling.isEmpty else {
            let bytes = Set(sample.windows.compactMap(\.bytes.first))
            switch (bytes.count, bytes.first) {
            case (1, 0xFF?): remarks.append("every byte looked at is 0xFF: the chip is erased")
            case (1, let byte?): remarks.append("every byte looked at is \(ByteCount.hex(Int(byte), digits: 2))")
            case (0, _): remarks.append("the file holds nothing but holes")
            default: remarks.append("every stretch looked at is one repeated byte")
            }
            return remarks
        }
        if sample.size.nonzeroBitCount == 1 {
            remarks.append("the size is a power of two: the dump may hold data only")
        }
        if isUniform(telling) {
            remarks.append("all 256 byte values are about equally frequent: encrypted, compressed or scrambled")
        }
        return remarks
    }

    /// More than 7.99 bits in a byte.
    private static func isUniform(_ windows: [DumpSample.Window]) -> Bool {
        var counts = [Int](repeating: 0, count: 256)
        var total = 0
        for window in windows {
            window.bytes.withUnsafeBufferPointer { bytes in
                counts.withUnsafeMutableBufferPointer { counts in
                    for i in stride(from: 0, to: bytes.count, by: 3) { counts[Int(bytes[i])] &+= 1 }
                }
            }
            total += (window.bytes.count + 2) / 3
        }
        let entropy = counts.reduce(0.0) { sum, count in
            guard count > 0 else { return sum }
            let rate = Double(count) / Double(total)
            return sum - rate * log2(rate)
        }
        return total > 1 << 16 && entropy > 7.99
    }
}
