// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// The `[code]` of a layout file.
enum CodeTemplate: Hashable, Sendable {
    case none
    case unknown(BitOrder)
    case hamming(HammingVariant)
    case bch(m: Expression, polynomial: Expression?, strength: Expression, BCHForm)
    case reedSolomon(ReedSolomonParameters)

    init(_ section: TOMLSection) throws(LayoutError) {
        let kind = try section.required("kind")
        switch kind {
        case "none":
            try section.checkKeys(["kind"])
            self = .none
        case "unknown":
            try section.checkKeys(["kind", "order"])
            self = .unknown(try section.choice("order") ?? .msb)
        case "hamming":
            try section.checkKeys(["kind", "variant"])
            guard let variant: HammingVariant = try section.choice("variant") else {
                throw section.malformed("variant", "is missing")
            }
            self = .hamming(variant)
        case "bch":
            try section.checkKeys([
                "kind", "m", "polynomial", "strength", "order", "invert_message", "invert_parity", "mask",
            ])
            guard let m = try section.expression("m") else { throw section.malformed("m", "is missing") }
            guard let strength = try section.expression("strength") else {
                throw section.malformed("strength", "is missing")
            }
            let form = BCHForm(
                order: try section.choice("order") ?? .msb, invertsMessage: try section.bool("invert_message"),
                invertsParity: try section.bool("invert_parity"), mask: try Self.mask(section))
            self = .bch(m: m, polynomial: try section.expression("polynomial"), strength: strength, form)
        case "reed-solomon":
            self = .reedSolomon(try ReedSolomonParameters(section))
        default:
            throw section.malformed("kind", "'\(kind)', expected none, unknown, hamming, bch or reed-solomon")
        }
    }

    private static func mask(_ section: TOMLSection) throws(LayoutError) -> BCHForm.Mask {
        guard let text = try section.string("mask") else { return .none }
        switch text {
        case "none": return .none
        case "erased": return .erased
        default:
            guard let bytes = HexBytes.parse(text) else {
                throw section.malformed("mask", "'\(text)', expected none, erased or hex bytes")
            }
            return .bytes(bytes)
        }
    }

    /// In which order ranges count the bits of a byte.
    var order: BitOrder {
        switch self {
        case .none, .hamming: .msb
        case .reedSolomon: .lsb
        case .unknown(let order): order
        case .bch(_, _, _, let form): form.order
        }
    }
}

/// Bytes written as hexadecimal digits.
enum HexBytes {
    /// nil for anything but pairs of digits.
    static func parse(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for i in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[i...i + 1], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
