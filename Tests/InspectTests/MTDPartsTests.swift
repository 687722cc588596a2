// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Inspect
import TestKit
import Testing

@Suite("The kernel's mtdparts")
struct MTDPartsTests {
    /// Texts, what they mean on a chip of 128 MiB, and how they are written back.
    @Test(
        "texts as people write them",
        arguments: [
            (
                "512k(u-boot)ro,128k(env),4m(kernel),-(rootfs)",
                "0+80000 u-boot ro|80000+20000 env|a0000+400000 kernel|4a0000+7b60000 rootfs", nil
            ),
            (
                "mtdparts=nand0:0x100000@0x40000(a b)lk,1g@0(all)", "40000+100000 a b|0+8000000 all",
                "nand0:1m@256k(a b)lk,1g@0(all)"
            ),
            ("mtdparts=mtdparts=omap2-nand.0:010000(x)", "0+1000 x", "omap2-nand.0:4k(x)"),
            ("spi0.0:64k(a);0:1:-(b)roslc", "0+10000 a", "spi0.0:64k(a);0:1:-(b)roslc"),
            ("1M,-", "0+100000 Partition_000|100000+7f00000 Partition_001", "1m,-"),
            ("1000(odd)", "0+3e8 odd", nil), ("64k()", "0+10000 ", nil),
            ("126m(a),1m(b)ro,2m(c)", "0+7e00000 a|7e00000+100000 b ro|7f00000+100000 c", nil),
        ] as [(String, String, String?)])
    func texts(_ text: String, _ meaning: String, _ back: String?) throws {
        let parts = try MTDParts(parsing: text)
        let device = try #require(parts.devices.first)
        let found = device.partitions(on: 128 << 20).partitions.map { part in
            "\(String(part.offset, radix: 16))+\(String(part.size, radix: 16)) \(part.name)\(part.isReadOnly ? " ro" : "")"
        }
        #expect(found.joined(separator: "|") == meaning)
        #expect(parts.description == back ?? text)
        #expect(try MTDParts(parsing: parts.description) == parts)
    }

    @Test(
        "what is no such text, and where",
        arguments: [
            ("", 0), ("x", 0), ("nand0:", 6), ("0(a)", 0), ("0x(a)", 2), ("64k(a", 5), ("64k(a)rolkro", 10),
            ("64k(a)lkro", 8),
            ("-(a),64k(b)", 5), ("64k(a),", 7), ("64k (a)", 3), ("64k@(a)", 4), ("64k(a);", 7), ("64kk(a)", 3),
            ("08(a)", 0),
            ("99999999999999999999(a)", 0), ("9223372036854775807k(a)", 0), ("64k@9e(a)", 4), ("mtdparts=nand0:zz", 15),
            ("${mtdparts}", 0), ("64k(a) rest", 6), ("8e(a)", 0),
        ])
    func errors(_ text: String, _ offset: Int) {
        #expect(throws: MTDPartsError.self) { try MTDParts(parsing: text) }
        do { _ = try MTDParts(parsing: text) } catch { #expect(error.offset == offset, "\(error.message)") }
    }

    @Test("too much is refused")
    func bounds() {
        let many = Array(repeating: "1", count: 1025).joined(separator: ",")
        #expect(throws: MTDPartsError.self) { try MTDParts(parsing: many) }
        #expect(throws: MTDPartsError.self) { try MTDParts(parsing: String(repeating: " ", count: 1 << 17)) }
    }

    @Test("written and read again it is the same")
    func roundTrips() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<500 {
            let devices = (0..<Int.random(in: 1...3, using: &random)).map { _ in device(&random) }
            let parts = try MTDParts(parsing: devices.map(\.description).joined(separator: ";"))
            #expect(parts.devices == devices)
            #expect(try MTDParts(parsing: parts.description) == parts)
        }
    }

    private func device(_ random: inout SeededGenerator) -> MTDParts.Device {
        let count = Int.random(in: 1...5, using: &random)
        let definitions = (0..<count).map { index in
            MTDParts.Definition(
                size: index == count - 1 && random.chance(50)
                    ? nil
                    : Int.random(in: 1...1 << 40, using: &random) >> Int.random(in: 0...30, using: &random) | 1
                        << Int.random(in: 0...40, using: &random),
                offset: random.chance(30) ? Int.random(in: 0...1 << 40, using: &random) : nil,
                name: random.chance(80) ? ["a", "u-boot", "x,y;z:", "(", ""].randomElement(using: &random) : nil,
                flags: Set(MTDParts.Flag.allCases.filter { _ in random.chance(30) }))
        }
        return MTDParts.Device(
            name: random.chance(70) ? ["nand0", "a:b", "spi0.0"].randomElement(using: &random) : nil,
            definitions: definitions)
    }

    @Test("what leaves the chip is cut or dropped, and told")
    func resolving() throws {
        let device = try #require(try MTDParts(parsing: "1m(a),4m(b),1m(c),-(d)").devices.first)
        let (partitions, notes) = device.partitions(on: 2 << 20)
        #expect(
            partitions == [
                Partition(name: "a", offset: 0, size: 1 << 20), Partition(name: "b", offset: 1 << 20, size: 1 << 20),
            ])
        #expect(notes.count == 3)
        let huge = try #require(try MTDParts(parsing: "7e@7e(a),1(b)").devices.first)
        #expect(huge.partitions(on: 1 << 20).partitions.isEmpty)
    }

    @Test("the device is the one of that name, or the one that fits")
    func devices() throws {
        let parts = try MTDParts(parsing: "nor0:16m(big);nand0:1m(a),7m(b);spi:1m(c)")
        #expect(parts.device(named: "spi", on: 8 << 20)?.name == "spi")
        #expect(parts.device(named: "other", on: 8 << 20)?.name == "nand0")
        #expect(parts.device(on: 1 << 20)?.name == "spi")
        #expect(parts.device(on: 4 << 20)?.name == "spi")
        #expect(parts.device(on: 1 << 10)?.name == "nor0")
    }
}
