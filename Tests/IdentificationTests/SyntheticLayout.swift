// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import PageLayout
import TestKit
import Testing

@testable import Identification

/// A page layout to be recovered: where the words of a code lie.
struct SyntheticLayout: CustomTestStringConvertible, Sendable {
    var name: String
    var pageSize: Int
    var oobSize: Int
    var m: Int
    var polynomial: UInt32
    var strength: Int
    var form = BCHForm()
    /// What the program is expected to call the form; the same words may have two names.
    var named: BCHForm?
    var steps: [(message: [BitRange], parity: Int)]

    var testDescription: String { name }
    var parameters: BCHParameters { BCHParameters(m: m, polynomial: polynomial, strength: strength) }

    /// Pages with data, the rest 0xFF; a third of them with little but zeros.
    func dump(pages: Int, seed: UInt64, errorsPerMillion: Int = 0) throws -> SyntheticDump {
        let code = try SyntheticCode(m, polynomial, strength, form)
        var random = SeededGenerator(seed: seed)
        var dump = SyntheticDump(pageSize: pageSize, oobSize: oobSize)
        for number in 0..<pages {
            var page = [UInt8](repeating: 0xFF, count: pageSize + oobSize)
            for step in steps {
                let places = step.message.flatMap { Array($0.bytes) }.filter { $0 < dataEnd }
                let data = random.bytes(places.count)
                let kept = number % 3 == 2 ? places.count / 8 : places.count
                for (i, place) in places.enumerated() { page[place] = i < kept ? data[i] : 0 }
            }
            for byte in blank { page[byte] = 0xFF }
            for step in steps { code.encode(&page, message: step.message, parityAt: step.parity) }
            dump.pages.append(page)
        }
        if errorsPerMillion > 0 { dump.addErrors(perMillion: errorsPerMillion, &random) }
        return dump
    }

    /// Bytes of the raw page up to which messages hold data.
    var dataEnd: Int
    /// Bytes that are 0xFF in every page.
    var blank: [Int] = []

    private static func contiguous(
        _ name: String, _ page: Int, _ oob: Int, _ step: Int, _ code: (Int, UInt32, Int), form: BCHForm,
        named: BCHForm? = nil, parity: Int, pitch: Int, covered: Int = 0
    ) -> SyntheticLayout {
        SyntheticLayout(
            name: name, pageSize: page, oobSize: oob, m: code.0, polynomial: code.1, strength: code.2, form: form,
            named: named,
            steps: (0..<page / step).map { i in
                let place = page + parity + i * pitch
                let message = [BitRange(byte: i * step, bytes: step), BitRange(byte: place - covered, bytes: covered)]
                return (message.joined(), place * 8)
            }, dataEnd: page)
    }

    static let kernelT4 = contiguous(
        "kernel t4", 2048, 64, 512, (13, 0x201b, 4), form: BCHForm(mask: .erased), parity: 36, pitch: 7)
    static let kernelT8 = contiguous(
        "kernel t8", 2048, 64, 512, (13, 0x201b, 8), form: BCHForm(mask: .erased), parity: 12, pitch: 13)
    static let omapT8 = contiguous("OMAP t8", 2048, 64, 512, (13, 0x201b, 8), form: BCHForm(), parity: 2, pitch: 14)
    static let t24 = contiguous(
        "t24 over 1024", 4096, 224, 1024, (14, 0x402b, 24), form: BCHForm(mask: .erased), parity: 56, pitch: 42)
    static let allwinner = contiguous(
        "Allwinner t40", 8192, 640, 1024, (14, 0x5803, 40), form: BCHForm(order: .lsb), parity: 4, pitch: 74,
        covered: 4)
    static let inverted = contiguous(
        "0x4443 t16 inverted", 2048, 64, 1024, (14, 0x4443, 16), form: Engine.inverted,
        named: BCHForm(order: .lsb, mask: .erased), parity: 8, pitch: 28)
    static let marvell = contiguous(
        "Marvell t16", 2048, 64, 2048, (15, 0x8003, 16), form: BCHForm(order: .nibble), parity: 32, pitch: 30,
        covered: 32)
    static let unlisted = contiguous(
        "a polynomial that no engine is known for", 2048, 64, 512, (13, PrimitivePolynomials.all(degree: 13)[300], 6),
        form: BCHForm(order: .lsb),
        parity: 8, pitch: 10)
    /// Broadcom's older engine: 52 bits at the right end of seven bytes, nine more bytes of OOB covered.
    static let rightAligned = SyntheticLayout(
        name: "right aligned t4", pageSize: 2048, oobSize: 64, m: 13, polynomial: 0x201b, strength: 4,
        steps: (0..<4).map { i in
            ([BitRange(byte: 512 * i, bytes: 512), BitRange(byte: 2048 + 16 * i, bytes: 9)], (2057 + 16 * i) * 8 + 4)
        }, dataEnd: 2048)
    static let qualcomm = SyntheticLayout(
        name: "Qualcomm t8", pageSize: 2048, oobSize: 128, m: 13, polynomial: 0x201b, strength: 8,
        steps: (0..<4).map { i in
            (
                [BitRange(byte: 532 * i, bytes: 452), BitRange(byte: 532 * i + 453, bytes: 64)],
                (532 * i + 517) * 8
            )
        }, dataEnd: 2048, blank: (0..<4).map { 532 * $0 + 452 })

    static func gpmi(_ page: Int, _ oob: Int, _ strength: Int) -> SyntheticLayout {
        var steps: [(message: [BitRange], parity: Int)] = []
        var start = 0
        for i in 0..<page / 512 {
            let count = i == 0 ? 522 * 8 : 512 * 8
            steps.append(([BitRange(start: start, count: count)], start + count))
            start += count + 13 * strength
        }
        return SyntheticLayout(
            name: "GPMI \(page)+\(oob) t\(strength)", pageSize: page, oobSize: oob, m: 13, polynomial: 0x201b,
            strength: strength, form: BCHForm(order: .lsb), steps: steps, dataEnd: start / 8, blank: Array(0..<10))
    }

    static let all = [
        kernelT4, kernelT8, omapT8, t24, allwinner, inverted, marvell, qualcomm, rightAligned, gpmi(2048, 112, 14),
        gpmi(4096, 218, 16),
    ]
}
