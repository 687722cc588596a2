// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import FUSEView
import Flash
import Foundation
import Inspect
import MTD
import TestKit
import Testing

@Suite("Reading a FUSE view", .enabled(if: FUSEHost.isThere, FUSEHost.reason), .timeLimit(.minutes(2)))
struct ReadingTests {
    /// 2048+64 with BCH-8, a squashfs in block 3, random bytes elsewhere, one wrong bit in many pages.
    private struct Sample {
        let chip: TestChip
        let data: [UInt8]
        let squashfs: [UInt8]

        init() throws {
            var random = SeededGenerator(seed: 5)
            let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 12)
            chip = try TestChip(geometry, layout: "omap-bch8")
            squashfs = try Fixture.bytes("inspect/rootfs.squashfs")
            var data = [UInt8](repeating: 0xFF, count: geometry.dataSize)
            data.replaceSubrange(0..<300_000, with: random.bytes(300_000))
            data.replaceSubrange(3 * 131072..<3 * 131072 + squashfs.count, with: squashfs)
            data.replaceSubrange(5 * 131072..<7 * 131072, with: random.bytes(2 * 131072))
            try chip.program(data, at: 0)
            for page in stride(from: 0, to: 140, by: 3) {
                try chip.clear(try chip.ones(of: page, from: page * 3, count: 1), of: page)
            }
            try chip.markBad(BlockNumber(9))
            try chip.markBad(BlockNumber(11))
            self.data = data
        }
    }

    private static let parts = [
        Partition(name: "boot", offset: 0, size: 131072, isReadOnly: true),
        Partition(name: "rootfs", offset: 3 * 131072, size: 2 * 131072),
        Partition(name: "rest", offset: 5 * 131072, size: 1 << 40),
    ]

    @Test("programs see what the chip holds: ls, cp, cmp, dd, hexdump, unsquashfs")
    func programs() throws {
        let sample = try Sample()
        let mounted = try Mounted(
            try sample.chip.device(isWritable: false), parts: Self.parts, info: "{\"a\": 1}\n")
        let work = try WorkFolder()
        try Data(sample.data).write(to: URL(filePath: "\(work.path)/data"))
        try Data(sample.squashfs).write(to: URL(filePath: "\(work.path)/squashfs"))

        let list = try mounted.run("ls $V $V/parts $V/blocks/11 && ls $V/blocks | wc -l")
        #expect(list.status == 0)
        for name in ["data.bin", "oob.bin", "raw.bin", "info.json", "bad.txt", "boot.bin", "rootfs.bin", "rest.bin"] {
            #expect(list.output.contains(name))
        }
        #expect(list.output.hasSuffix("12\n"))
        let sizes = try mounted.run("stat -c %s:%b $V/data.bin $V/oob.bin $V/raw.bin $V/parts/rest.bin $V/blocks/2/oob")
        #expect(sizes.output == "1572864:3072\n49152:96\n1622016:3168\n917504:1792\n4096:8\n")

        for command in [
            "cmp $V/data.bin \(work.path)/data",
            "cp $V/data.bin \(work.path)/copy && cmp \(work.path)/copy \(work.path)/data",
            "dd if=$V/parts/rest.bin bs=7777 status=none | cmp - \(work.path)/data 0 655360",
            "dd if=$V/data.bin bs=4096 iflag=direct status=none | cmp - \(work.path)/data",
            "cat $V/blocks/*/data | wc -c | grep -qx 1572864",
            "for i in 0 1 2 3 4 5 6 7 8 9 10 11; do cat $V/blocks/$i/oob; done | cmp - $V/oob.bin",
            "unsquashfs -q -n -d \(work.path)/tree $V/parts/rootfs.bin && unsquashfs -q -n -d \(work.path)/tree2 \(work.path)/squashfs && diff -r \(work.path)/tree \(work.path)/tree2 && [ -n \"$(ls \(work.path)/tree)\" ]",
            "[ \"$(hexdump -C $V/parts/rootfs.bin | head -5)\" = \"$(hexdump -C \(work.path)/squashfs | head -5)\" ]",
            "[ \"$(cat $V/info.json)\" = '{\"a\": 1}' ]",
            "printf '9\\t0x00120000\\n11\\t0x00160000\\n' | cmp - $V/bad.txt",
            "df $V | grep -q 'a, b'", "grep -q ' fuse.museimg ro,' /proc/mounts",
        ] {
            let result = try mounted.run(command)
            #expect(result.status == 0, "\(command): \(result.output)")
        }
        for command in [
            "echo x >$V/data.bin", "rm -f $V/bad.txt", "mkdir $V/x", "cat $V/blocks/12/data", "cat $V/nothing",
        ] {
            #expect(try mounted.run(command).status != 0, "\(command)")
        }
        let raw = try mounted.bytes("raw.bin")
        for page in stride(from: 0, to: 768, by: 37) {
            #expect(try Array(raw[page * 2112..<(page + 1) * 2112]) == sample.chip.raw(page), "page \(page)")
        }
        try mounted.unmount()
        #expect(try mounted.run("ls $V").output == "")
    }

    @Test("pages that cannot be corrected or are not held are errors, and their neighbours are not")
    func damage() throws {
        let geometry = try Geometry(pageSize: 4096, oobSize: 224, pagesPerBlock: 8, blockCount: 4)
        let chip = try TestChip(geometry, layout: "omap-bch8")
        var random = SeededGenerator(seed: 6)
        let data = random.bytes(geometry.dataSize)
        try chip.program(data, at: 0)
        let dump = MemoryDevice(geometry: geometry)
        for page in geometry.allPages {
            var raw = try chip.raw(page.rawValue)
            if page.rawValue == 5 { for i in 0..<20 { raw[i * 8] ^= 0x10 } }
            dump.set(unitAt: page, state: page.rawValue == 13 ? .missing : .programmed, bytes: raw)
        }
        let shape = try MTDShape(geometry, plan: chip.plan, isWritable: false)
        let mounted = try Mounted(MTDDevice(dump, plan: chip.plan, shape: shape))
        var file: Handle? = try mounted.open("data.bin")
        for page in 0..<geometry.pageCount {
            if page == 5 || page == 13 {
                #expect(throws: POSIXError(.EIO)) { try file?.read(at: page * 4096, count: 4096) }
            } else {
                #expect(try file?.read(at: page * 4096, count: 4096) == Array(data[page * 4096..<(page + 1) * 4096]))
            }
        }
        var raw: Handle? = try mounted.open("raw.bin")
        var damaged = try chip.raw(5)
        for i in 0..<20 { damaged[i * 8] ^= 0x10 }
        #expect(try raw?.read(at: 5 * 4320, count: 4320) == damaged)
        #expect(throws: POSIXError(.EIO)) { try raw?.read(at: 13 * 4320, count: 4320) }
        // The log tells of what was asked for and could not be had.
        #expect(mounted.log.contains { $0.contains("page 5") } && mounted.log.contains { $0.contains("page 13") })
        let rescued = try mounted.run("dd if=$V/data.bin bs=4096 conv=noerror,sync status=none 2>/dev/null | wc -c")
        #expect(rescued.output == "\(geometry.dataSize)\n")
        (file, raw) = (nil, nil)
        try mounted.unmount()
    }

    @Test("NOR, and chips without a known layout", arguments: [(1, 0, 65536), (2048, 0, 64), (512, 16, 32)])
    func plain(page: Int, oob: Int, pages: Int) throws {
        let geometry = try Geometry(pageSize: page, oobSize: oob, pagesPerBlock: pages, blockCount: 5)
        let chip = try TestChip(geometry, layout: nil)
        var random = SeededGenerator(seed: 7)
        let data = random.bytes(geometry.blockSize * 2 + 1000)
        try chip.program(data, at: geometry.blockSize)
        let mounted = try Mounted(try chip.device(isWritable: false))
        let all = try mounted.bytes("data.bin")
        #expect(
            all == [UInt8](repeating: 0xFF, count: geometry.blockSize) + data
                + [UInt8](repeating: 0xFF, count: geometry.dataSize - geometry.blockSize - data.count))
        #expect(try mounted.bytes("raw.bin").count == geometry.rawSize)
        if oob == 0 { #expect(try mounted.bytes("raw.bin") == all) }
        #expect(try mounted.run("ls $V | grep -c oob").output == (oob > 0 ? "1\n" : "0\n"))
        #expect(try mounted.bytes("blocks/1/data") == Array(data.prefix(geometry.blockSize)))
        try mounted.unmount()
    }

    @Test("65536 blocks are listed, and the view is there at once")
    func large() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 65536)
        let device = MTDDevice(
            BlockStore(blank: geometry), plan: nil, shape: try MTDShape(geometry, plan: nil, isWritable: false))
        let mounted = try Mounted(device)
        #expect(
            try mounted.run("ls $V/blocks | sort -n | uniq | wc -l; ls $V/blocks | sort -n | tail -1").output
                == "65536\n65535\n")
        #expect(try mounted.run("stat -c %s $V/data.bin $V/blocks/65535/data").output == "8589934592\n131072\n")
        #expect(try mounted.open("data.bin").read(at: 8_589_934_590, count: 10) == [0xFF, 0xFF])
        try mounted.unmount()
    }
}
