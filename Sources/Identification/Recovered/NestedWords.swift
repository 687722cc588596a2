// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout

/// Whether a long word is nothing but shorter words of its code in a row.
///
/// Words one after another are a word again, so a code in sectors also fits pages as a whole. The shorter ones are the
/// truth: what the engine corrects is a sector.
enum NestedWords {
    /// Messages that engines take as one; longer ones are looked into.
    private static let usual = 1100
    private static let rows = 4

    static func areIn(_ layout: PageLayout, _ sample: [Row]) -> Bool {
        guard case .bch(let parameters, let form) = layout.code, let step = layout.steps.first,
            step.messageBits > usual * 8, step.parityBits % 8 == 0, sample.count >= rows,
            let start = step.message.first?.range?.start, start % 8 == 0
        else { return false }
        let longest = min(step.messageBits / 8, layout.rawPageSize - start / 8) - step.parityBits / 8
        for bytes in stride(from: 256, through: longest, by: 2) {
            guard let code = try? BCHCode(parameters, messageBits: bytes * 8, form: form) else { return false }
            let fits = sample.prefix(rows).allSatisfy { row in
                let message = Array(row.bytes[start / 8..<start / 8 + bytes])
                let parity = row.bytes[start / 8 + bytes..<start / 8 + bytes + code.parityBytes]
                return parity.contains { $0 != parity.first } && code.parity(of: message).elementsEqual(parity)
            }
            if fits { return true }
        }
        return false
    }
}
