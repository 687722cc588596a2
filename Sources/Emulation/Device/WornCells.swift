// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The bits of a page that wear has turned over, more with each dose.
struct WornCells {
    /// Bits of the unit, data before OOB; some may come twice.
    private(set) var places: [Int] = []
    private var dose = 0

    /// Lets doses come up to `dose`, each of which turns over each of `bits` with the chance `rate`.
    ///
    /// - Parameters:
    ///   - address: of the unit on the chip.
    ///   - epoch: erases before, each of which begins anew.
    mutating func advance(to dose: Int, bits: Int, rate: Double, seed: UInt64, fault: Int, address: Int, epoch: Int) {
        guard dose > self.dose else { return }
        let none = CounterRandom.chanceOfNone(bits, rate)
        for step in self.dose + 1...dose {
            var random = CounterRandom(seed: seed, fault: fault, address: address, count: epoch << 40 ^ step)
            if let none {
                // Almost always: nothing.
                var first = random
                if first.unit() < none { continue }
            }
            places += random.places(random.binomial(bits, rate), of: bits)
        }
        self.dose = dose
    }
}
