// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import CMUSE
import Flash
import MTD
import MUSE
import PageLayout
import TestKit
import Testing

@Suite("A MUSE server and a scripted kernel")
struct ServerTests {
    static func device(_ text: String = "2048+64x64x8", layout: String? = "linux-bch4", writable: Bool = true) throws
        -> MTDDevice
    {
        let spec = try GeometrySpec(parsing: text)
        let geometry = try spec.geometry(blockCount: spec.blockCount ?? 1)
        let plan = try layout.map { name in
            try LayoutPlan(
                try LayoutCodec(
                    try LayoutSpec(parsing: name).layout(
                        for: .init(pageSize: geometry.pageSize, oobSize: geometry.oobSize),
                        catalogue: .embedded(holding: [name]))), geometry: geometry)
        }
        return MTDDevice(
            BlockStore(blank: geometry), plan: plan,
            shape: try MTDShape(geometry, plan: plan, isWritable: writable))
    }

    static func initialise(_ kernel: FakeKernel, minor: UInt32) throws -> FakeKernel.Reply {
        try kernel.ask(MUSE_INIT, FakeKernel.bytes(muse_init_in(major: 7, minor: minor)))
    }

    static func parameters(_ reply: FakeKernel.Reply) -> [String: String] {
        let pairs = reply.bytes(behind: 16).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return Dictionary(
            uniqueKeysWithValues: pairs.map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1]))
            })
    }

    @Test("tells a driver of version 3 all about its MTD")
    func version3() throws {
        let kernel = try FakeKernel(try Self.device(), partitions: "128k(boot)ro,-(rest)")
        let reply = try Self.initialise(kernel, minor: 34)
        #expect(reply.error == 0 && reply.body.last == 0)
        let out = reply.load(muse_init_out.self)
        #expect(out.major == 7 && out.minor == 34 && out.max_read == 65536 && out.max_write == 65536)
        #expect(
            Self.parameters(reply) == [
                "NAME": "chip", "TYPE": "4", "FLAGS": "1024", "SIZE": "1048576", "WRITESIZE": "2048",
                "ERASESIZE": "131072", "WRITEBUFSIZE": "2048", "OOBSIZE": "64", "OOBAVAIL": "34", "SUBPAGESHIFT": "2",
                "PARTSCMDLINE": "128k(boot)ro,-(rest)", "ECCSTRENGTH": "4", "ECCSTEPSIZE": "512",
                "BITFLIPTHRESHOLD": "3", "OOBFREE": "2:34", "OOBECC": "36:28",
            ])
    }

    @Test("tells a driver of version 1 what it understands, and no more")
    func version1() throws {
        let kernel = try FakeKernel(try Self.device())
        let reply = try Self.initialise(kernel, minor: 33)
        #expect(reply.load(muse_init_out.self).minor == 33)
        #expect(
            Self.parameters(reply) == [
                "NAME": "chip", "TYPE": "4", "FLAGS": "1024", "SIZE": "1048576", "WRITESIZE": "2048",
                "ERASESIZE": "131072",
            ])
    }

    @Test("NOR is bit-writeable; what is read-only says so")
    func flags() throws {
        let nor = try FakeKernel(try Self.device("nor:64Kx4", layout: nil))
        #expect(Self.parameters(try Self.initialise(nor, minor: 34))["FLAGS"] == "3072")
        let fixed = try FakeKernel(try Self.device(writable: false))
        #expect(Self.parameters(try Self.initialise(fixed, minor: 34))["FLAGS"] == "0")
    }

    @Test("more than 4 GiB is nothing for version 1")
    func large() throws {
        let kernel = try FakeKernel(try Self.device("4096+128x64x32768", layout: nil))
        #expect(try Self.initialise(kernel, minor: 33).error == -22)
        #expect(kernel.server.refusal?.contains("4 GiB") == true)
        #expect(try Self.initialise(kernel, minor: 34).error == 0)
    }

    @Test("reads, writes, erases and marks over version 3")
    func operations() throws {
        let kernel = try FakeKernel(try Self.device())
        _ = try Self.initialise(kernel, minor: 34)
        var random = SeededGenerator(seed: 2)
        let data = random.bytes(4096)
        let wrote = try kernel.ask(MUSE_WRITE, FakeKernel.io(2048, 4096, 1) + data)
        #expect(wrote.error == 0 && wrote.load(muse_io_out.self).len == 4096)
        let read = try kernel.ask(MUSE_READ, FakeKernel.io(2048 + 11, 3000, 1))
        #expect(read.error == 0 && read.load(muse_io_out.self).soft_error == 0)
        #expect(read.bytes(behind: 16) == Array(data[11..<3011]))
        let oob = try kernel.ask(MUSE_READ, FakeKernel.io(2048, 128, 12))
        #expect(oob.bytes(behind: 16).count == 128 && oob.bytes(behind: 16)[36...].contains { $0 != 0xFF })
        let free = try kernel.ask(MUSE_WRITE, FakeKernel.io(4096, 8, 2) + Array(1...8))
        #expect(free.error == 0)
        #expect(try kernel.ask(MUSE_READ, FakeKernel.io(4096, 8, 2)).bytes(behind: 16) == Array(1...8))
        #expect(try kernel.ask(MUSE_SYNC).body.isEmpty)
        let block = FakeKernel.bytes(muse_block_in(addr: 131072))
        #expect(try kernel.ask(MUSE_ISBAD, block).load(muse_isbad_out.self).result == 0)
        #expect(try kernel.ask(MUSE_MARKBAD, block).error == 0)
        #expect(try kernel.ask(MUSE_ISBAD, block).load(muse_isbad_out.self).result == 1)
        #expect(try kernel.ask(MUSE_ERASE, FakeKernel.bytes(muse_erase_in(addr: 0, len: 1_048_576))).error == -5)
        #expect(try kernel.ask(MUSE_ERASE, FakeKernel.bytes(muse_erase_in(addr: 0, len: 131072))).error == 0)
        let blank = try kernel.ask(MUSE_READ, FakeKernel.io(2048, 2048, 1))
        #expect(blank.bytes(behind: 16).allSatisfy { $0 == 0xFF })
    }

    @Test("bit flips come with data: corrected, at the threshold, and beyond correction")
    func softErrors() throws {
        let device = try Self.device()
        let kernel = try FakeKernel(device)
        _ = try Self.initialise(kernel, minor: 34)
        let data = [UInt8](repeating: 0xA5, count: 2048)
        _ = try kernel.ask(MUSE_WRITE, FakeKernel.io(0, 2048, 1) + data)
        // Each clears one more bit of the first step.
        for (flips, soft) in [(1, 0), (2, 0), (3, 117), (4, 117), (5, 74), (6, 74)] {
            var raw = [UInt8](repeating: 0xFF, count: 2048)
            raw[flips * 7] = 0xFB
            _ = try kernel.ask(MUSE_WRITE, FakeKernel.io(0, 2048, 9) + raw)
            let read = try kernel.ask(MUSE_READ, FakeKernel.io(0, 2048, 1))
            let out = read.load(muse_io_out.self)
            #expect(read.error == 0 && out.len == 2048)
            #expect(Int32(bitPattern: out.soft_error) == Int32(-soft), "\(flips) flips")
            #expect(read.body.count == 16 + 2048)
            if soft != 74 {
                #expect(out.bitflips == UInt32(flips) && read.bytes(behind: 16) == data)
            }
        }
        #expect(kernel.server.counters.values.uncorrectableReads == 2)
    }

    @Test("version 1 reads, writes, syncs and erases")
    func plain() throws {
        let kernel = try FakeKernel(try Self.device())
        _ = try Self.initialise(kernel, minor: 33)
        let data = [UInt8]("some bytes".utf8)
        let wrote = try kernel.ask(MUSE_FUSE_WRITE, FakeKernel.plain(300, data.count) + data)
        #expect(wrote.error == 0 && wrote.load(muse_v1_write_out.self).size == 10)
        #expect(try kernel.ask(MUSE_FUSE_READ, FakeKernel.plain(300, 10)).body == data)
        #expect(try kernel.ask(MUSE_FUSE_FSYNC, [UInt8](repeating: 0, count: 16)).body.isEmpty)
        #expect(try kernel.ask(MUSE_ERASE, FakeKernel.bytes(muse_erase_in(addr: 0, len: 131072))).error == 0)
        #expect(try kernel.ask(MUSE_FUSE_READ, FakeKernel.plain(300, 10)).body.allSatisfy { $0 == 0xFF })
        #expect(try kernel.ask(MUSE_FUSE_READ, FakeKernel.plain(1_048_576, 10)).error == -22)
    }

    @Test("many requests at once are all answered")
    func outstanding() throws {
        let kernel = try FakeKernel(try Self.device())
        _ = try Self.initialise(kernel, minor: 34)
        var open = Set<UInt64>()
        for page in 0..<200 { open.insert(kernel.send(MUSE_READ.rawValue, FakeKernel.io(page % 64 * 2048, 2048, 1))) }
        while !open.isEmpty {
            let reply = try #require(kernel.receive())
            #expect(open.remove(reply.unique) != nil && reply.body.count == 2064)
        }
    }

    @Test("broken requests get an error, and the server goes on")
    func broken() throws {
        let kernel = try FakeKernel(try Self.device())
        _ = try Self.initialise(kernel, minor: 34)
        let ask: [(UInt32, [UInt8], Int32)] = [
            (8194, FakeKernel.io(0, 2048, 1).dropLast(), -22), (8194, FakeKernel.io(0, 2048, 5), -22),
            (8194, FakeKernel.io(0, 2048, 16), -22), (8194, FakeKernel.io(-1, 2048, 1), -22),
            (8194, FakeKernel.io(0, 65537, 1), -22), (8195, FakeKernel.io(0, 2048, 1) + [1, 2, 3], -22),
            (8193, [], -22), (8197, FakeKernel.bytes(muse_block_in(addr: .max)), -22), (4711, [1, 2], -38),
            (8198, [], 0),
        ]
        for (opcode, arguments, error) in ask {
            let own = kernel.send(opcode, Array(arguments))
            #expect(kernel.receive() == FakeKernel.Reply(unique: own, error: error, body: []))
        }
        // Nobody can be answered: these are logged only.
        kernel.send(raw: [1, 2, 3])
        kernel.send(raw: [UInt8](repeating: 0xFF, count: 60))
        // An interrupt wants no reply.
        kernel.send(36, [UInt8](repeating: 0, count: 8))
        #expect(try kernel.ask(MUSE_SYNC).error == 0)
        #expect(kernel.logged().count >= 11)
    }
}
