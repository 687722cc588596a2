// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// A code word as symbols of a field.
struct SymbolWord {
    let message: [UInt16]
    let parity: [UInt16]

    /// - Parameters:
    ///   - packed: whether the message is packed in m bits like the parity; else a byte is a symbol.
    ///   - roots: how many parity symbols there are.
    init(_ sample: PageSample, _ shape: WordShape, _ row: Int, _ m: Int, packed: Bool, _ roots: Int) {
        let base = row * sample.rawSize
        let bytes = shape.message.flatMap { sample.bytes[base + $0.bytes.lowerBound..<base + $0.bytes.upperBound] }
        message = packed ? Self.unpacked(bytes, m) : bytes.map(UInt16.init)
        let stored = sample.bytes[base + shape.parity.bytes.lowerBound..<base + shape.parity.bytes.upperBound]
        parity = Array(Self.unpacked(Array(stored), m).prefix(roots))
    }

    /// Symbols of m bits, the lowest bit first; the last is filled up with 0.
    private static func unpacked(_ bytes: [UInt8], _ m: Int) -> [UInt16] {
        var symbols = [UInt16](repeating: 0, count: (bytes.count * 8 + m - 1) / m)
        for bit in 0..<bytes.count * 8 where bytes[bit / 8] >> UInt8(bit % 8) & 1 == 1 {
            symbols[bit / m] |= 1 << UInt16(bit % m)
        }
        return symbols
    }

    /// The value of the whole word at alpha^root.
    func value(
        at root: Int, _ field: GaloisField, _ trailingZeros: Int, backwards: Bool, lowestFirst: Bool
    ) -> UInt16 {
        var value = backwards ? Self.horner(message.reversed(), root, field) : Self.horner(message, root, field)
        value = field.multiply(value, field.alpha((trailingZeros + parity.count) * root))
        return value
            ^ (lowestFirst ? Self.horner(parity.reversed(), root, field) : Self.horner(parity, root, field))
    }

    /// The first symbol at the highest power.
    private static func horner(_ symbols: some Sequence<UInt16>, _ root: Int, _ field: GaloisField) -> UInt16 {
        field.exp.withUnsafeBufferPointer { exp in
            field.log.withUnsafeBufferPointer { log in
                var value: UInt16 = 0
                for symbol in symbols {
                    value = (value == 0 ? 0 : exp[Int(log[Int(value)]) &+ root]) ^ symbol
                }
                return value
            }
        }
    }
}
