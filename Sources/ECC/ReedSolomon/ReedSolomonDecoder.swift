// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Finds the errors of a Reed-Solomon word from the difference of its parities.
///
/// Syndromes, Berlekamp-Massey, Chien search and Forney's formula; the errors found have to give all syndromes again.
struct ReedSolomonDecoder: Sendable {
    /// Where an error lies.
    enum Place {
        /// In the message symbol of that number.
        case message(Int)
        /// In the parity symbol at that power.
        case parity(Int)
    }

    private let field: GaloisField
    private let firstRoot: Int
    private let roots: Int
    private let symbols: Int
    /// The power of the last message symbol; between it and the parity lie symbols that are always 0.
    private let lowest: Int

    init(_ parameters: ReedSolomonParameters, symbols: Int, field: GaloisField) {
        self.field = field
        firstRoot = parameters.firstRoot
        roots = parameters.roots
        self.symbols = symbols
        lowest = parameters.roots + parameters.trailingZeros
    }

    /// Hands each error to `apply`, once all of them are known to make a code word.
    ///
    /// - Parameters:
    ///   - difference: stored plus computed parity, `roots` symbols, that of x^0 first; not all 0.
    ///   - fits: whether the message can hold an error of that value in a symbol.
    /// - Returns: false, with nothing applied, where no code word is near enough.
    func errors(
        of difference: UnsafePointer<UInt16>, fits: (UInt16, Int) -> Bool, apply: (Place, UInt16) -> Void
    ) -> Bool {
        // Syndromes, locator, two helpers of its making, evaluator, powers and values of the errors: under 1 KiB.
        let room = roots + 1
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 7 * room) { all -> Bool in
            guard let base = all.baseAddress else { return false }
            for i in 0..<7 * room { base[i] = 0 }
            let (syndromes, locator) = (base, base + room)
            let (powers, values) = (base + 5 * room, base + 6 * room)
            computeSyndromes(of: difference, into: syndromes)
            guard let count = locate(syndromes, locator, base + 2 * room, base + 3 * room),
                search(locator, count, into: powers)
            else { return false }
            evaluate(syndromes, locator, base + 4 * room, count, powers, into: values)
            for i in 0..<count {
                guard values[i] != 0, case .some(let place) = self.place(Int(powers[i])) else { return false }
                if case .message(let k) = place, !fits(values[i], k) { return false }
            }
            guard gives(syndromes, count, powers, values) else { return false }
            for i in 0..<count { if let place = place(Int(powers[i])) { apply(place, values[i]) } }
            return true
        }
    }

    private func place(_ power: Int) -> Place? {
        if power < roots { return .parity(power) }
        let k = symbols - 1 - (power - lowest)
        return power >= lowest && k >= 0 ? .message(k) : nil
    }

    private func computeSyndromes(of difference: UnsafePointer<UInt16>, into out: UnsafeMutablePointer<UInt16>) {
        for j in 0..<roots {
            let x = field.alpha(firstRoot + j)
            var value: UInt16 = 0
            for d in stride(from: roots - 1, through: 0, by: -1) { value = field.multiply(value, x) ^ difference[d] }
            out[j] = value
        }
    }

    /// Berlekamp-Massey: the shortest register that makes the syndromes.
    ///
    /// - Returns: its length where that is within the strength and the degree of the locator.
    private func locate(
        _ syndromes: UnsafePointer<UInt16>, _ locator: UnsafeMutablePointer<UInt16>,
        _ previous: UnsafeMutablePointer<UInt16>, _ saved: UnsafeMutablePointer<UInt16>
    ) -> Int? {
        (locator[0], previous[0]) = (1, 1)
        var (length, shift, last) = (0, 1, 1 as UInt16)
        for k in 0..<roots {
            var discrepancy = syndromes[k]
            for i in 0..<length { discrepancy ^= field.multiply(locator[i + 1], syndromes[k - i - 1]) }
            if discrepancy == 0 {
                shift += 1
                continue
            }
            let factor = field.multiply(discrepancy, field.inverse(last))
            let grows = 2 * length <= k
            if grows { for i in 0...roots { saved[i] = locator[i] } }
            for i in shift...max(shift, roots) where i <= roots {
                locator[i] ^= field.multiply(factor, previous[i - shift])
            }
            if grows {
                for i in 0...roots { previous[i] = saved[i] }
                (length, last, shift) = (k + 1 - length, discrepancy, 1)
            } else {
                shift += 1
            }
        }
        guard length > 0, length <= roots / 2, locator[length] != 0 else { return nil }
        for i in length + 1..<roots + 1 where locator[i] != 0 { return nil }
        return length
    }

    /// Chien search over the powers that a word has.
    ///
    /// - Returns: whether the locator has all its roots there.
    private func search(
        _ locator: UnsafePointer<UInt16>, _ count: Int, into powers: UnsafeMutablePointer<UInt16>
    ) -> Bool {
        var found = 0
        for power in 0..<lowest + symbols where place(power) != nil {
            // Locator at alpha^-power.
            let x = field.n - power
            var (value, exponent) = (1 as UInt16, 0)
            for i in 1...count {
                exponent += x
                if exponent >= field.n { exponent -= field.n }
                if locator[i] != 0 { value ^= field.exp[Int(field.log[Int(locator[i])]) + exponent] }
            }
            guard value == 0 else { continue }
            powers[found] = UInt16(power)
            found += 1
            if found == count { return true }
        }
        return false
    }

    /// Forney's formula for the values of the errors.
    private func evaluate(
        _ syndromes: UnsafePointer<UInt16>, _ locator: UnsafePointer<UInt16>,
        _ evaluator: UnsafeMutablePointer<UInt16>, _ count: Int, _ powers: UnsafePointer<UInt16>,
        into values: UnsafeMutablePointer<UInt16>
    ) {
        for k in 0..<count {
            for i in 0...k { evaluator[k] ^= field.multiply(locator[i], syndromes[k - i]) }
        }
        for e in 0..<count {
            let power = Int(powers[e])
            let inverse = field.alpha(field.n - power)
            var (numerator, derivative) = (0 as UInt16, 0 as UInt16)
            for k in stride(from: count - 1, through: 0, by: -1) {
                numerator = field.multiply(numerator, inverse) ^ evaluator[k]
            }
            let square = field.multiply(inverse, inverse)
            for k in stride(from: (count - 1) / 2 * 2 + 1, through: 1, by: -2) {
                derivative = field.multiply(derivative, square) ^ locator[k]
            }
            // X^(1 - firstRoot); the exponent is made positive first.
            let factor = field.alpha((field.n + 1 - firstRoot) * power)
            values[e] =
                derivative == 0 ? 0 : field.multiply(factor, field.multiply(numerator, field.inverse(derivative)))
        }
    }

    /// Whether the errors have these syndromes, so that taking them away leaves a code word.
    private func gives(
        _ syndromes: UnsafePointer<UInt16>, _ count: Int, _ powers: UnsafePointer<UInt16>,
        _ values: UnsafePointer<UInt16>
    ) -> Bool {
        for j in 0..<roots {
            var sum: UInt16 = 0
            for e in 0..<count { sum ^= field.multiply(values[e], field.alpha((firstRoot + j) * Int(powers[e]))) }
            if sum != syndromes[j] { return false }
        }
        return true
    }
}
