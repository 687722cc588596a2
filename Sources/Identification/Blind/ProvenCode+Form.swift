// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

extension ProvenCode {
    /// The same code with a form that engines have, where covered constant bits can be read otherwise.
    ///
    /// Bits that never change do not show whether the engine covers them, but the constant that is left does: tried
    /// in this order are made up bits of 1, and a message that begins behind the constant columns at its start.
    func withUsualForm(_ sample: PageSample, rows: [Int], trials: Double) -> ProvenCode {
        guard !form.isUsual else { return self }
        if shape.gap > 0 {
            var ones = BinaryPolynomial.zero
            ones.add(ConstantMask.ones(shape.gap), shiftedBy: generator.degree)
            var other = self
            other.constant = constant + ones % generator
            other.form = ConstantMask.form(
                constant: other.constant, generator: generator, messageBits: shape.messageBits + shape.gap,
                order: shape.order)
            other.shape.gapIsOnes = true
            if other.form.isUsual { return other }
        }
        guard let first = shape.message.first, first.isWholeBytes else { return self }
        for skipped in 1...32 where skipped * 8 < first.count {
            var behind = shape
            behind.message[0] = BitRange(start: first.start + skipped * 8, count: first.count - skipped * 8)
            let set = WordSet(sample, behind, rows: rows)
            guard let proven = CodeProof.prove(set, behind, parameters, trials: trials) else { break }
            if proven.form.isUsual { return proven }
        }
        return self
    }
}
