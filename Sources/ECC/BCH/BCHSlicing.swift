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

    /// Several steps at once, so that the look-ups of one need not wait for those of another.
    private func run<State: BCHSlicingState>(_: State.Type, _ steps: BCHSteps, _ shape: BCHShape) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: State.width) { words in
            guard let words = words.baseAddress else { return 0 }
            let tables = tables.base
            var differing = 0
            func finish(_ state: State, _ i: Int) {
                state.store(words)
                if steps.finish(i, words, shape, count: count) { differing += 1 }
            }
            var i = 0
            while State.width <= 2, i + 4 <= steps.count {
                let states: (State, State, State, State) = four(steps, i, tables, shape.order)
                finish(states.0, i)
                finish(states.1, i + 1)
                finish(states.2, i + 2)
                finish(states.3, i + 3)
                i += 4
            }
            while State.width > 2, i + 2 <= steps.count {
                let states: (State, State) = two(steps, i, tables, shape.order)
                finish(states.0, i)
                finish(states.1, i + 1)
                i += 2
            }
            while i < steps.count {
                finish(one(steps, i, tables, shape.order), i)
                i += 1
            }
            return differing
        }
    }

    private func one<State: BCHSlicingState>(
        _ steps: BCHSteps, _ i: Int, _ tables: UnsafePointer<UInt64>, _ order: BitOrder
    ) -> State {
        var state = State()
        let m = steps.messages + i * steps.messageStride
        let lead = messageBytes & 7
        if lead > 0 { state.take(order.reordered(leadWord(m, lead)), tables) }
        var at = lead
        while at < messageBytes {
            state.take(streamWord(m, at, order), tables)
            at &+= 8
        }
        return state
    }

    private func two<State: BCHSlicingState>(
        _ steps: BCHSteps, _ i: Int, _ tables: UnsafePointer<UInt64>, _ order: BitOrder
    ) -> (State, State) {
        var (a, b) = (State(), State())
        let m = steps.messages + i * steps.messageStride
        let n = m + steps.messageStride
        let lead = messageBytes & 7
        if lead > 0 {
            a.take(order.reordered(leadWord(m, lead)), tables)
            b.take(order.reordered(leadWord(n, lead)), tables)
        }
        var at = lead
        while at < messageBytes {
            a.take(streamWord(m, at, order), tables)
            b.take(streamWord(n, at, order), tables)
            at &+= 8
        }
        return (a, b)
    }

    private func four<State: BCHSlicingState>(
        _ steps: BCHSteps, _ i: Int, _ tables: UnsafePointer<UInt64>, _ order: BitOrder
    ) -> (State, State, State, State) {
        var (a, b, c, d) = (State(), State(), State(), State())
        let stride = steps.messageStride
        let m = steps.messages + i * stride
        let (n, o, p) = (m + stride, m + 2 * stride, m + 3 * stride)
        let lead = messageBytes & 7
        if lead > 0 {
            a.take(order.reordered(leadWord(m, lead)), tables)
            b.take(order.reordered(leadWord(n, lead)), tables)
            c.take(order.reordered(leadWord(o, lead)), tables)
            d.take(order.reordered(leadWord(p, lead)), tables)
        }
        var at = lead
        while at < messageBytes {
            a.take(streamWord(m, at, order), tables)
            b.take(streamWord(n, at, order), tables)
            c.take(streamWord(o, at, order), tables)
            d.take(streamWord(p, at, order), tables)
            at &+= 8
        }
        return (a, b, c, d)
    }
}

/// Eight bytes as a word of the stream.
@inline(__always)
private func streamWord(_ message: UnsafeRawPointer, _ offset: Int, _ order: BitOrder) -> UInt64 {
    order.reordered(UInt64(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
}

/// The first 1...7 bytes, which a message has beyond whole words, right aligned.
@inline(__always)
private func leadWord(_ message: UnsafeRawPointer, _ bytes: Int) -> UInt64 {
    var word: UInt64 = 0
    for i in 0..<bytes { word = word &<< 8 | UInt64(message.load(fromByteOffset: i, as: UInt8.self)) }
    return word
}
