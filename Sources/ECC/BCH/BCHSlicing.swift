// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Remainders in portable Swift, eight bytes at a time through eight tables ("slicing by 8").
struct BCHSlicing: Sendable {
    /// Words of a remainder.
    private let count: Int
    private let messageBytes: Int
    /// Entry [k][b] is b * x^(8k + 64 * count) mod G.
    private let tables: AlignedWords

    init(_ modulus: BCHModulus, messageBytes: Int) {
        count = modulus.count
        self.messageBytes = messageBytes
        let (count, width) = (count, count == 1 ? 1 : (count + 1) / 2 * 2)
        tables = AlignedWords(count: 8 * 256 * width) { tables in
            for (e, power) in modulus.powers().enumerated() {
                // Entries whose highest bit is this one: those below, and this power.
                let (table, bit) = (e / 8 * 256, 1 << (e % 8))
                for b in bit..<2 * bit {
                    let to = tables + (table + b) * width
                    let rest = tables + (table + b - bit) * width
                    for j in 0..<count { to[j] = rest[j] ^ power[j] }
                }
            }
        }
    }

    /// How many steps differ; 0 when encoding.
    func run(_ steps: BCHSteps, _ shape: BCHShape) -> Int {
        typealias Words4 = BCHPair<BCHPair<BCHEnd>>
        typealias Words5 = BCHPair<BCHPair<BCHWord>>
        typealias Words8 = BCHPair<BCHPair<Words4>>
        typealias Words12 = BCHPair<BCHPair<Words8>>
        return switch count {
        case 1: run(BCHWord.self, steps, shape)
        case 2: run(BCHPair<BCHEnd>.self, steps, shape)
        case 3: run(BCHPair<BCHWord>.self, steps, shape)
        case 4: run(Words4.self, steps, shape)
        case 5: run(Words5.self, steps, shape)
        case 6: run(BCHPair<Words4>.self, steps, shape)
        case 7: run(BCHPair<Words5>.self, steps, shape)
        case 8: run(Words8.self, steps, shape)
        case 9: run(BCHPair<BCHPair<Words5>>.self, steps, shape)
        // A last odd word is 0.
        case 10: run(BCHPair<Words8>.self, steps, shape)
        case ...12: run(Words12.self, steps, shape)
        case ...14: run(BCHPair<Words12>.self, steps, shape)
        case ...16: run(BCHPair<BCHPair<Words12>>.self, steps, shape)
        // 72 * 16 bits are 18 words.
        default: run(BCHPair<BCHPair<BCHPair<Words12>>>.self, steps, shape)
        }
    }

    private func run<State: BCHSlicingState>(_: State.Type, _ steps: BCHSteps, _ shape: BCHShape) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: State.width) { scratch in
            guard let scratch = scratch.baseAddress else { return 0 }
            var i = 0
            // As many as the registers hold.
            var differing =
                State.width <= 2
                ? run(BCHTwice<BCHTwice<BCHLane<State>>>.self, from: &i, steps, shape, scratch)
                : run(BCHTwice<BCHLane<State>>.self, from: &i, steps, shape, scratch)
            differing += run(BCHLane<State>.self, from: &i, steps, shape, scratch)
            return differing
        }
    }

    /// Goes on from step `i` while there are enough steps for all lanes.
    private func run<Lanes: BCHLanes>(
        _: Lanes.Type, from i: inout Int, _ steps: BCHSteps, _ shape: BCHShape,
        _ scratch: UnsafeMutablePointer<UInt64>
    ) -> Int {
        let (tables, order, lead) = (tables.base, shape.order, messageBytes & 7)
        var differing = 0
        while i + Lanes.count <= steps.count {
            var lanes = Lanes(steps.messages + i * steps.messageStride, stride: steps.messageStride)
            if lead > 0 { lanes.take(lead: lead, order, tables) }
            var at = lead
            while at < messageBytes {
                lanes.take(at: at, order, tables)
                at &+= 8
            }
            differing += lanes.finish(i, steps, shape, scratch)
            i += Lanes.count
        }
        return differing
    }
}
