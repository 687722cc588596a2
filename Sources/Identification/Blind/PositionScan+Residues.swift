// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

extension PositionScan {
    /// The inner loops: values at alpha of two sums of words, for all windows.
    struct Residues {
        /// Of two sums, in the order of the stream.
        let messages: [[UInt8]]
        let regions: [[UInt8]]
        /// The longest parity in bytes.
        let longest: Int

        private func value(_ bytes: [UInt8], _ reducer: ResidueTable) -> UInt32 {
            let (shift, mask) = (UInt32(reducer.degree), UInt32(1) << UInt32(reducer.degree) - 1)
            return reducer.table.withUnsafeBufferPointer { table in
                var value: UInt32 = 0
                for byte in bytes {
                    let next = value &<< 8 | UInt32(byte)
                    value = (next & mask) ^ table[Int(truncatingIfNeeded: next &>> shift)]
                }
                return value
            }
        }

        /// value * x^count.
        private func shifted(_ value: UInt32, by count: Int, _ modulus: UInt32, _ degree: Int) -> UInt32 {
            var value = value
            for _ in 0..<count {
                value <<= 1
                if value >> UInt32(degree) & 1 == 1 { value ^= modulus }
            }
            return value
        }

        /// Windows of whole bytes.
        ///
        /// Let S(j) be the value of the region from byte j to its end E. The window from a to b fits when
        /// S(a) + S(b) = message * x^(8 (E - a) + lift): for each a one look into a table of all S(b).
        func windows(_ reducer: ResidueTable, _ modulus: UInt32, _ starts: [Start], _ table: inout SuffixTable)
            -> [Window]
        {
            let message = messages.map { value($0, reducer) }
            guard message[0] != 0 else { return [] }
            let region = regions[0]
            table.fill(region, modulus, reducer.degree)
            defer { table.clear() }
            var found: [Window] = []
            // message * x^(8 k + lift) for k bytes from the start of a window to the end of the region.
            var targets: [Int: [UInt32]] = [:]
            for start in starts {
                for gap in start.gaps {
                    if targets[gap.lift] == nil {
                        targets[gap.lift] = multiples(message[0], gap.lift, region.count, reducer, modulus)
                    }
                    let target = targets[gap.lift]?[region.count - start.column] ?? 0
                    table.forEach(with: table.suffixes[start.column] ^ target) { end in
                        guard end > start.column + 1, end <= start.column + start.longest else { return }
                        let window = Window(start: start.column * 8, count: (end - start.column) * 8, gap: gap)
                        if confirms(window, message[1], reducer, modulus) { found.append(window) }
                    }
                }
            }
            return found
        }

        /// value * x^(8 k + lift) for k in 0...count; that for 0 is not to be used.
        private func multiples(
            _ value: UInt32, _ lift: Int, _ count: Int, _ reducer: ResidueTable, _ modulus: UInt32
        ) -> [UInt32] {
            let (shift, mask) = (UInt32(reducer.degree), UInt32(1) << UInt32(reducer.degree) - 1)
            var value = shifted(value, by: 8 + lift, modulus, reducer.degree)
            var out: [UInt32] = [0]
            out.reserveCapacity(count + 1)
            for _ in 0..<count {
                out.append(value)
                let next = value &<< 8
                value = (next & mask) ^ reducer.table[Int(truncatingIfNeeded: next &>> shift)]
            }
            return out
        }

        /// Whether the second sum vanishes as well.
        private func confirms(_ window: Window, _ message: UInt32, _ reducer: ResidueTable, _ modulus: UInt32) -> Bool {
            let bytes = regions[1][window.start / 8..<(window.start + window.count) / 8]
            return value(Array(bytes), reducer)
                == shifted(message, by: window.count + window.gap.lift, modulus, reducer.degree)
        }

        /// Windows that begin with the region and end at any bit.
        func packed(_ reducer: ResidueTable, _ modulus: UInt32) -> [Window] {
            var found: [Window] = []
            var message = messages.map { value($0, reducer) }
            var window: [UInt32] = [0, 0]
            guard message[0] != 0 else { return [] }
            for bit in 0..<min(longest, regions[0].count) * 8 {
                for k in 0..<2 {
                    message[k] = shifted(message[k], by: 1, modulus, reducer.degree)
                    let next = UInt32(regions[k][bit / 8] >> UInt8(7 - bit % 8) & 1)
                    window[k] = shifted(window[k], by: 1, modulus, reducer.degree) ^ next
                }
                if bit >= 9, window == message { found.append(Window(start: 0, count: bit + 1)) }
            }
            return found
        }
    }
}
