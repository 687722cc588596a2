// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

extension LayoutCode: CustomStringConvertible {
    /// With all its numbers: `BCH t=8 m=13 0x201b, MSB first, erased mask`.
    public var description: String {
        let name = name("t=\(strength)")
        return details.map { "\(name) \($0)" } ?? name
    }

    /// `BCH t=8`.
    ///
    /// - Parameter strength: in words; a Hamming code has only one.
    func name(_ strength: String) -> String {
        switch self {
        case .none: "none"
        case .unknown: "unknown"
        case .hamming(let variant): "Hamming \(variant.rawValue)"
        case .bch: "BCH \(strength)"
        case .reedSolomon: "Reed-Solomon \(strength)"
        }
    }

    /// What else a decoder has to know: `m=13 0x201b, MSB first, erased mask`; nil when the name says it all.
    public var details: String? {
        switch self {
        case .none, .unknown, .hamming: nil
        case .bch(let code, let form):
            (["m=\(code.m) \(ByteCount.hex(Int(code.polynomial)))"] + Self.words(form)).joined(separator: ", ")
        case .reedSolomon(let code): "m=\(code.m) \(ByteCount.hex(Int(code.polynomial)))"
        }
    }

    private static func words(_ form: BCHForm) -> [String] {
        var words: [String] = []
        switch form.order {
        case .msb: words.append("MSB first")
        case .lsb: words.append("LSB first")
        case .nibble: words.append("nibbles swapped")
        }
        switch (form.invertsMessage, form.invertsParity) {
        case (true, true): words.append("message and parity inverted")
        case (true, false): words.append("message inverted")
        case (false, true): words.append("parity inverted")
        case (false, false): break
        }
        switch form.mask {
        case .none: break
        case .erased: words.append("erased mask")
        case .bytes: words.append("masked")
        }
        return words
    }
}
