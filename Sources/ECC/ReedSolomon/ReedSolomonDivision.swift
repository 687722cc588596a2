// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Division by the generator of a Reed-Solomon code, four messages at a time.
///
/// The remainder is kept in one wide number, the symbol of the highest power in its highest bits.
struct ReedSolomonDivision: Sendable {
    let m: Int
    let roots: Int
    /// The symbols of a message, and the zeros behind them.
    let symbols: Int
    let trailingZeros: Int
    /// For each value of a symbol, the generator without its highest term times that value.
    private let table: [ReedSolomonRemainder]
    /// The same for remainders of more than 128 bits: rows of `roots` symbols.
    private let wideTable: [UInt16]

    init(_ parameters: ReedSolomonParameters, symbols: Int, field: GaloisField) {
        m = parameters.m
        roots = parameters.roots
        self.symbols = symbols
        trailingZeros = parameters.trailingZeros
        var generator: [UInt16] = [1]
        for root in 0..<parameters.roots {
            var next = [UInt16](repeating: 0, count: generator.count + 1)
            for (k, c) in generator.enumerated() {
                next[k + 1] ^= c
                next[k] ^= field.multiply(c, field.alpha(parameters.firstRoot + root))
            }
            generator = next
        }
        generator.removeLast()
        if roots * m <= 128 {
            let unused = UInt128(128 - roots * m)
            table = (0...field.n).map { value in
                let row = generator.reversed().reduce(0 as UInt128) {
                    $0 << UInt128(field.m) | UInt128(field.multiply($1, UInt16(value)))
                }
                return ReedSolomonRemainder(row << unused)
            }
            wideTable = []
        } else {
            table = []
            wideTable = (0...field.n).flatMap { value in generator.map { field.multiply($0, UInt16(value)) } }
        }
    }

    /// Whether remainders fit into 128 bits.
    var isNarrow: Bool { wideTable.isEmpty }

    /// The remainder of one message, symbol by symbol, that of x^0 first.
    func remainder<Source: SymbolSource>(
        of message: UnsafeRawPointer, _ source: Source, into out: UnsafeMutablePointer<UInt16>
    ) {
        guard isNarrow else { return wideRemainder(of: message, source, into: out) }
        unpack(remainders(of: (message, message, message, message), source, count: 1).0, into: out)
    }

    /// The symbols of a remainder, that of x^0 first.
    @inline(__always)
    func unpack(_ remainder: ReedSolomonRemainder, into out: UnsafeMutablePointer<UInt16>) {
        var rest = remainder
        for d in stride(from: roots &- 1, through: 0, by: -1) {
            out[d] = UInt16(truncatingIfNeeded: rest.shift(m))
        }
    }

    typealias Four<Element> = (Element, Element, Element, Element)

    /// The remainders of `count` (1 or 4) messages.
    @inline(never)
    func remainders<Source: SymbolSource>(
        of messages: Four<UnsafeRawPointer>, _ source: Source, count: Int
    ) -> Four<ReedSolomonRemainder> {
        let zero = ReedSolomonRemainder(0)
        var states = (zero, zero, zero, zero)
        let m = self.m
        table.withUnsafeBufferPointer {
            guard let table = $0.baseAddress else { return }
            @inline(__always)
            func step(_ state: inout ReedSolomonRemainder, _ symbol: Int) {
                let row = table[symbol ^ state.shift(m)]
                state.high ^= row.high
                state.low ^= row.low
            }
            if count == 1 {
                for k in 0..<symbols { step(&states.0, source.symbol(k, of: messages.0)) }
                for _ in 0..<trailingZeros { step(&states.0, 0) }
                return
            }
            for k in 0..<symbols {
                step(&states.0, source.symbol(k, of: messages.0))
                step(&states.1, source.symbol(k, of: messages.1))
                step(&states.2, source.symbol(k, of: messages.2))
                step(&states.3, source.symbol(k, of: messages.3))
            }
            for _ in 0..<trailingZeros {
                step(&states.0, 0)
                step(&states.1, 0)
                step(&states.2, 0)
                step(&states.3, 0)
            }
        }
        return states
    }

    private func wideRemainder<Source: SymbolSource>(
        of message: UnsafeRawPointer, _ source: Source, into out: UnsafeMutablePointer<UInt16>
    ) {
        for d in 0..<roots { out[d] = 0 }
        wideTable.withUnsafeBufferPointer {
            guard let table = $0.baseAddress else { return }
            for k in 0..<symbols &+ trailingZeros {
                let symbol = k < symbols ? source.symbol(k, of: message) : 0
                let row = table + (symbol ^ Int(out[roots &- 1])) &* roots
                for d in stride(from: roots &- 1, to: 0, by: -1) { out[d] = out[d &- 1] ^ row[d] }
                out[0] = row[0]
            }
        }
    }
}

/// Up to 128 bits of remainder, the highest power in the highest bits.
struct ReedSolomonRemainder: Sendable {
    var high: UInt64
    var low: UInt64

    init(_ bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// Takes the highest symbol of `m` bits out.
    @inline(__always)
    mutating func shift(_ m: Int) -> Int {
        let (left, right) = (UInt64(truncatingIfNeeded: m), UInt64(truncatingIfNeeded: 64 &- m))
        let symbol = Int(truncatingIfNeeded: high &>> right)
        high = high &<< left | low &>> right
        low &<<= left
        return symbol
    }
}
