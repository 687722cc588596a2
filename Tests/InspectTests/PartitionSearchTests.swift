// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import TestKit
import Testing

@Suite("Partitions found in a dump")
struct PartitionSearchTests {
    private static let size = 16 << 20

    /// Tables on a chip of 16 MiB that holds `contents` at offsets.
    private func search(_ contents: [(at: Int, bytes: [UInt8])], head: Int = 64 << 20, tail: Int = 0) throws
        -> PartitionSearch
    {
        var bytes = [UInt8](repeating: 0xFF, count: Self.size)
        for content in contents {
            bytes.replaceSubrange(content.at..<content.at + content.bytes.count, with: content.bytes)
        }
        return try PartitionSearch(Samples.open(bytes, "raw", geometry: "nor:64K"), head: head, tail: tail)
    }

    @Test(
        "environments of mkenvimage, one copy and two", arguments: ["inspect/single-le.bin", "inspect/redundant.bin"])
    func environment(_ name: String) throws {
        let found = try search([(0x80000, try Samples.bytes(name)), (0x90000, try Samples.bytes(name))])
        let table = try #require(found.tables.first)
        #expect(table.origin == .environment && table.offset == 0x80000)
        #expect(
            table.partitions == [
                Partition(name: "u-boot", offset: 0, size: 512 << 10, isReadOnly: true),
                Partition(name: "env", offset: 512 << 10, size: 128 << 10),
                Partition(name: "kernel", offset: 640 << 10, size: 4 << 20),
                Partition(name: "rootfs", offset: (640 << 10) + (4 << 20), size: Self.size - (640 << 10) - (4 << 20)),
            ])
        #expect(table.notes.isEmpty && found.searched == [0..<Self.size])
        #expect(
            try MTDParts(parsing: table.mtdparts).device(on: Self.size)?.partitions(on: Self.size).partitions
                == table.partitions)
        // Its copy says nothing new; its text is a command line as well.
        #expect(found.tables.filter { $0.origin == .environment }.count == 1)
    }

    @Test("without its checksum an environment is no more than a text")
    func brokenEnvironment() throws {
        var bytes = try Samples.bytes("inspect/single-le.bin")
        bytes[3] ^= 1
        #expect(try search([(0x80000, bytes)]).tables.allSatisfy { $0.origin == .commandLine })
    }

    @Test(
        "of two copies the newer counts, whichever comes first",
        arguments: [(1, 2), (2, 1), (255, 0), (0, 255)] as [(UInt8, UInt8)])
    func copies(_ first: UInt8, _ second: UInt8) throws {
        func copy(_ flag: UInt8, _ text: String) -> [UInt8] {
            var data = Array("mtdparts=\(text)".utf8) + [0, 0]
            data += [UInt8](repeating: 0, count: 4096 - 5 - data.count)
            let crc = CRC32.zlib(data)
            return (0..<4).map { UInt8(truncatingIfNeeded: crc >> (8 * $0)) } + [flag] + data
        }
        let tables = try search([(0x10000, copy(first, "1m(one),-(rest)")), (0x20000, copy(second, "2m(two),-(rest)"))])
            .tables
        let newest = first == 2 || first == 0 && second == 255 ? "one" : "two"
        #expect(tables.first?.partitions.first?.name == newest)
        #expect(tables.first?.notes.isEmpty == true)
    }

    @Test("a device tree of dtc, at any offset")
    func deviceTree() throws {
        for offset in [0, 0x2345, 0x7FFF0] {
            let found = try search([(offset, try Samples.bytes("inspect/board.dtb"))])
            let table = try #require(found.tables.first)
            #expect(table.origin == .deviceTree && table.offset == offset && table.notes.isEmpty)
            #expect(table.evidence == "fixed partitions of /flash@0/partitions")
            #expect(
                table.partitions == [
                    Partition(name: "u-boot", offset: 0, size: 0x40000, isReadOnly: true),
                    Partition(name: "u-boot-env", offset: 0x40000, size: 0x10000),
                    Partition(name: "firmware", offset: 0x50000, size: 0xFB0000),
                ])
        }
    }

    @Test("a damaged device tree gives nothing wrong")
    func damagedTree() throws {
        let whole = try Samples.bytes("inspect/board.dtb")
        var random = SeededGenerator(seed: 11)
        for round in 0..<60 {
            var bytes = round < 20 ? Array(whole.prefix(30 * round)) : whole
            for _ in 0..<(round < 20 ? 0 : 4) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let source = try Samples.open(
                [UInt8](repeating: 0xFF, count: 65536) + bytes + [UInt8](repeating: 0xFF, count: 65536 - bytes.count),
                "raw", geometry: "nor:64K")
            for table in try PartitionSearch(source).tables {
                #expect(table.partitions.allSatisfy { $0.offset >= 0 && $0.size > 0 && $0.end <= 131072 })
            }
        }
    }

    @Test("a command line in a kernel's text")
    func commandLine() throws {
        let line = Array("\0console=ttyS0 mtdparts=spi0.0:256k(boot)ro,-(fw) quiet\0".utf8)
        let found = try search([((5 << 20) + 77, line)])
        #expect(
            found.tables.map(\.partitions) == [
                [
                    Partition(name: "boot", offset: 0, size: 256 << 10, isReadOnly: true),
                    Partition(name: "fw", offset: 256 << 10, size: Self.size - (256 << 10)),
                ]
            ])
        #expect(found.tables.first?.origin == .commandLine && found.tables.first?.offset == (5 << 20) + 77 + 15)
        for text in ["xmtdparts=a:1m(b)", "mtdparts=%s", "mtdparts=1m(b)", "mtdparts=a:1m(b", "mtdparts="] {
            #expect(try search([(4096, [0] + Array(text.utf8) + [0])]).tables.isEmpty, "\(text)")
        }
        // Across two windows of the search.
        let edge = try search([((512 << 10) - 4, Array(" mtdparts=a:1m(b) ".utf8))])
        #expect(edge.tables.count == 1)
    }

    /// A FIS directory as RedBoot writes it, of (name, address, size).
    private func directory(_ entries: [(String, Int, Int)], isLittle: Bool) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isLittle ? bytes : bytes.reversed()
        }
        var bytes: [UInt8] = []
        for (name, address, size) in entries {
            var slot = Array(name.utf8)
            slot += [UInt8](repeating: 0, count: 16 - slot.count)
            slot += word(address) + word(0x80000400) + word(size) + word(0x80000400) + word(size)
            bytes += slot + [UInt8](repeating: 0, count: 256 - slot.count)
        }
        return bytes
    }

    @Test("a RedBoot directory at the chip's end, of either byte order", arguments: [true, false])
    func redBoot(_ isLittle: Bool) throws {
        let place = Self.size - 0x10000
        let base = 0xBE00_0000
        var bytes = directory(
            [
                ("RedBoot", base, 0x30000), ("gone", base + 0x30000, 0x10000),
                ("vmlinux.bin.l7", base + 0x30000, 0xE0000), ("FIS directory", base + place, 0xF000),
                ("RedBoot config", base + place + 0xF000, 0x1000),
            ], isLittle: isLittle)
        bytes[256] = 0xFF
        bytes += [UInt8](repeating: 0xFF, count: 256)
        let found = try search([(place, bytes)], head: 1 << 20, tail: 1 << 20)
        #expect(found.searched == [0..<1 << 20, Self.size - (1 << 20)..<Self.size])
        #expect(found.tables.count == 1)
        #expect(found.tables.first?.origin == .redBoot && found.tables.first?.offset == place)
        #expect(
            found.tables.first?.partitions == [
                Partition(name: "RedBoot", offset: 0, size: 0x30000),
                Partition(name: "vmlinux.bin.l7", offset: 0x30000, size: 0xE0000),
                Partition(name: "FIS directory", offset: place, size: 0xF000),
                Partition(name: "RedBoot config", offset: place + 0xF000, size: 0x1000),
            ])
        // A directory that is somewhere else than it says is none.
        #expect(try search([(place - 0x20000, bytes)]).tables.isEmpty)
        bytes[3 * 256 - 256 + 24] = 0xEE
        bytes[3 * 256 - 256 + 27] = 0xEE
        #expect(try search([(place, bytes)]).tables.isEmpty, "an entry leaves the chip")
    }

    @Test("the best comes first: what fits, then by its origin")
    func order() throws {
        let other = Array(" mtdparts=nand0:1m(a),64m(b) ".utf8)
        let found = try search([
            (0x1000, other), (0x20000, try Samples.bytes("inspect/board.dtb")),
            (0x80000, try Samples.bytes("inspect/single-le.bin")),
        ])
        #expect(found.tables.map(\.origin) == [.environment, .deviceTree, .commandLine])
        #expect(found.tables.last?.notes.isEmpty == false)
        #expect(try search([]).tables.isEmpty)
    }
}
