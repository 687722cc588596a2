// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import TestKit
import Testing

/// The kernels that this machine has, portable Swift among them.
let accelerations: [Acceleration] = ([.none, .pclmul, [.pclmul, .vpclmul]] as [Acceleration]).filter { $0 == $0.usable }

@Suite("BCH vectors")
struct BCHVectorTests {
    @Test(
        "encodings of independent implementations",
        arguments: ECCVectors.groups { $0.kind == "encode" && $0.id.hasPrefix("bch") }, accelerations)
    func encode(group: ECCVectors.Group, acceleration: Acceleration) throws {
        let p = group.params
        let mask = ECCVectors.bytes(hex: p["xor_mask"]?.text)
        let form = BCHForm(
            order: p["bit_order"]?.text == "lsb-first" ? .lsb : .msb, mask: mask.map { .bytes($0) } ?? .none)
        let messageBytes = try #require(p["message_bytes"]?.int)
        let parameters = try parameters(of: p)
        let code = try BCHCode(parameters, messageBits: 8 * messageBytes, form: form, acceleration: acceleration)
        if let generator = p["generator_poly"]?.text { #expect(code.generator.description == generator) }
        if let bits = p["parity_bits"]?.int { #expect(code.parityBits == bits) }
        let erasing = try BCHCode(
            parameters, messageBits: 8 * messageBytes, form: BCHForm(order: form.order, mask: .erased),
            acceleration: acceleration)
        #expect(!group.vectors.isEmpty)
        for vector in group.vectors {
            let message = try ECCVectors.input(try #require(vector["in"]?.text))
            var expected = try #require(ECCVectors.bytes(hex: vector["ecc"]?.text))
            #expect(message.count == code.messageBytes && expected.count == code.parityBytes)
            #expect(check(code, message, expected) == 0)
            expected[expected.count - 1] &= code.padMask
            #expect(code.parity(of: message) == expected)
            // The vectors' masks are those that make erased flash a code word.
            if mask != nil { #expect(erasing.parity(of: message) == expected) }
        }
    }

    @Test("Broadcom BCH8, of data and two spare bytes", arguments: accelerations)
    func broadcom(acceleration: Acceleration) throws {
        let group = try ECCVectors.group("broadcom-bch8")
        let code = try BCHCode(parameters(of: group.params), messageBits: 8 * 514, acceleration: acceleration)
        for vector in group.vectors {
            let fill = ECCVectors.bytes(hex: vector["in_fill"]?.text)?.first
            let data =
                try fill.map { [UInt8](repeating: $0, count: 512) }
                ?? ECCVectors.input(try #require(vector["in"]?.text))
            let spare = try #require(ECCVectors.bytes(hex: vector["spare_prefix"]?.text))
            #expect(ECCVectors.hex(code.parity(of: data + spare)) == vector["ecc"]?.text)
        }
    }

    @Test("Xbox 360, of 524 bytes and 6 bits", arguments: accelerations)
    func xbox360(acceleration: Acceleration) throws {
        let group = try ECCVectors.group("xbox360-ecc")
        let code = try BCHCode(
            parameters(of: group.params), messageBits: 4198,
            form: BCHForm(order: .lsb, invertsMessage: true, invertsParity: true), acceleration: acceleration)
        #expect(code.messageBytes == 525)
        for vector in group.vectors {
            let low = UInt8(try #require(vector["low6"]?.int))
            let stored = try ECCVectors.input(try #require(vector["in"]?.text)) + [low]
            // The stream, moved behind its two lead bits.
            let message = stored.indices.map { stored[$0] << 2 | ($0 > 0 ? stored[$0 - 1] >> 6 : 0) }
            let parity = code.parity(of: message)
            let word = parity.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << 6 | UInt32(low)
            #expect(ECCVectors.hex(withUnsafeBytes(of: word.littleEndian, Array.init)) == vector["spare12_15"]?.text)
        }
    }

    @Test("constants of Linux's OMAP driver, of erased data and erased parity", arguments: accelerations)
    func omap(acceleration: Acceleration) throws {
        let group = try ECCVectors.group("omap-elm-constants")
        for vector in group.vectors {
            let t = try #require(vector["t"]?.int)
            let parameters = BCHParameters(m: 13, polynomial: 0x201b, strength: t)
            let bits = 512 * 8 + 13 * t
            let code = try BCHCode(parameters, messageBits: bits, acceleration: acceleration)
            var message = [UInt8](repeating: 0xFF, count: (bits + 7) / 8)
            message[0] = 0xFF >> UInt8(-bits & 7)
            #expect(ECCVectors.hex(code.parity(of: message)) == vector["value"]?.text, "t=\(t)")
        }
    }

    private func parameters(of p: JSONValue) throws -> BCHParameters {
        let polynomial = UInt32(try #require(p["primitive_poly"]?.text).dropFirst(2), radix: 16)
        return BCHParameters(
            m: try #require(p["m"]?.int), polynomial: try #require(polynomial), strength: try #require(p["t"]?.int))
    }

    private func check(_ code: BCHCode, _ message: [UInt8], _ parity: [UInt8]) -> Int {
        var difference = [UInt64](repeating: 0, count: code.differenceWords)
        return code.check(
            messages: message, messageStride: 0, parity: parity, parityStride: 0, count: 1, differences: &difference)
    }
}

extension BCHCode {
    /// The bits of the last parity byte that are parity.
    var padMask: UInt8 {
        let bits = parityBits & 7
        return (0..<(bits == 0 ? 8 : bits)).reduce(0) { $0 | form.order.mask($1) }
    }
}
