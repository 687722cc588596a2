// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension PositionScan {
    /// The inner loops: values at alpha of two sums of words, for all windows.
    struct Residues {
        /// Of two sums, in the order of the stream.
        let messages: [[UInt8]]
        let regions: [[UInt8]]

        /// Windows that end at any bit.
        ///
        /// Let S(j) be the value of the region from bit j to its end E. The window from a to b fits when
        /// S(a) + S(b) = message * x^(E - a + made): for each a one look into a table of all S(b).
        ///
        /// - Parameter covered: up to how many bytes at the start of the region may belong to the message.
        func windows(_ reducer: ResidueTable, _ starts: [Start], covered most: Int, _ table: inout SuffixTable)
            -> [Window]
        {
            var values = messages.map { reducer.value($0) }
            guard values.contains(where: { $0 != 0 }) else { return [] }
            table.fill(regions[0], reducer.modulus, reducer.degree)
            defer { table.clear() }
            var second: [UInt32] = []
            var found: [Window] = []
            let end = regions[0].count * 8
            for covered in 0...most {
                if covered > 0 {
                    values = values.indices.map { reducer.value([regions[$0][covered - 1]], after: values[$0]) }
                }
                var multiples = values.map { Multiples($0, reducer) }
                for start in starts where start.bit >= covered * 8 {
                    for made in start.made {
                        let power = end - start.bit + made
                        let target = multiples[0].times(power)
                        table.forEach(with: table.suffixes[start.bit] ^ target) { stop in
                            guard stop > start.bit + 9, stop <= start.bit + start.longest else { return }
                            if second.isEmpty {
                                second = SuffixTable.suffixes(regions[1], reducer.modulus, reducer.degree)
                            }
                            guard second[start.bit] ^ second[stop] == multiples[1].times(power) else { return }
                            found.append(
                                Window(start: start.bit, count: stop - start.bit, covered: covered, made: made))
                        }
                    }
                }
            }
            return found
        }
    }

    /// value * x^n for ever larger n, each found once.
    private struct Multiples {
        private let reducer: ResidueTable
        /// For n = 8 i + r at place i of list r.
        private var lists: [[UInt32]]

        init(_ value: UInt32, _ reducer: ResidueTable) {
            self.reducer = reducer
            lists = [[value]]
            for _ in 1..<8 {
                let last = lists[lists.count - 1][0] << 1
                lists.append([last >> UInt32(reducer.degree) & 1 == 1 ? last ^ reducer.modulus : last])
            }
        }

        mutating func times(_ power: Int) -> UInt32 {
            let (list, place) = (power & 7, power >> 3)
            while lists[list].count <= place {
                lists[list].append(reducer.value([0], after: lists[list][lists[list].count - 1]))
            }
            return lists[list][place]
        }
    }
}
