// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
import PageLayout

/// What ECC did in a conversion, in JSON.
struct ECCAnswer: Encodable {
    /// Whether wrong bits were put right.
    let corrected: Bool
    let cleanSteps: Int
    let correctedSteps: Int
    let erasedSteps: Int
    let uncorrectableSteps: Int
    let uncorrectablePages: Int
    /// Wrong bits in programmed steps, and bits of erased ones that have turned to 0.
    let correctedBits: Int
    let erasedFlips: Int
    /// Programmed steps by their number of wrong bits; the first counts the clean ones.
    let histogram: [Int]

    init?(_ account: Account) {
        guard let ecc = account.ecc else { return nil }
        corrected = account.isCorrected
        cleanSteps = ecc.clean
        correctedSteps = ecc.correctedSteps
        erasedSteps = ecc.erasedSteps
        uncorrectableSteps = ecc.uncorrectable
        uncorrectablePages = ecc.uncorrectablePages
        correctedBits = ecc.correctedBits
        erasedFlips = ecc.erasedFlips
        histogram = [ecc.clean] + ecc.corrected.dropFirst()
    }

    /// `5 bits corrected in 4 steps`; nil when ECC had nothing to say.
    static func words(_ account: Account) -> String? {
        guard let ecc = account.ecc, ecc.steps > 0 else { return nil }
        let verb = account.isCorrected ? "corrected" : "wrong"
        var words: [String] = []
        if ecc.correctedBits > 0 { words.append(count(ecc.correctedBits, verb, ecc.correctedSteps, "step")) }
        if ecc.erasedFlips > 0 { words.append(count(ecc.erasedFlips, verb, ecc.erasedWithFlips, "erased step")) }
        if words.isEmpty, ecc.uncorrectable == 0 { return "no bit errors in \(TextTable.count(ecc.steps, "step"))" }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private static func count(_ bits: Int, _ verb: String, _ steps: Int, _ noun: String) -> String {
        "\(TextTable.count(bits, "bit")) \(verb) in \(TextTable.count(steps, noun))"
    }
}
