// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FUSEView
import Flash
import Foundation
import Inspect
import MTD
import TestKit
import Testing

@Suite("Writing through a FUSE view", .enabled(if: FUSEHost.isThere, FUSEHost.reason), .timeLimit(.minutes(2)))
struct WritingTests {
    @Test(
        "random writes and reads are what an array does; in the end parity is right",
        arguments: [
            ("omap-bch8", 2048, 64, 4), ("linux-hamming-small", 512, 16, 8), (nil, 2048, 64, 4), (nil, 1, 0, 8192),
            (nil, 2048, 0, 4),
        ] as [(String?, Int, Int, Int)], [UInt64(1), 2])
    func randomWrites(_ chip: (layout: String?, page: Int, oob: Int, pages: Int), seed: UInt64) throws {
        let geometry = try Geometry(pageSize: chip.page, oobSize: chip.oob, pagesPerBlock: chip.pages, blockCount: 6)
        let own = try TestChip(geometry, layout: chip.layout)
        var random = SeededGenerator(seed: seed)
        let block = geometry.blockSize
        var reference = [UInt8](repeating: 0xFF, count: geometry.dataSize)
        reference.replaceSubrange(block..<3 * block, with: random.bytes(2 * block))
        try own.program(Array(reference[block..<3 * block]), at: block)

        let part = Partition(name: "part", offset: block + 17, size: 2 * block)
        let mounted = try Mounted(try own.device(), parts: [part])
        var files = try [mounted.open("data.bin", O_RDWR), mounted.open("parts/part.bin", O_RDWR)]
        for step in 0..<150 {
            let isPart = random.chance(30)
            let (base, size) = isPart ? (part.offset, part.size) : (0, geometry.dataSize)
            let offset = Int.random(in: 0..<size, using: &random)
            let most = random.chance(20) ? 2 * block : random.chance(50) ? 40 : geometry.pageSize + 9
            let count = min(size - offset, Int.random(in: 1...most, using: &random))
            let place = base + offset..<base + offset + count
            switch Int.random(in: 0..<10, using: &random) {
            case 0...5:
                // Now and then bytes that are there already, or erased ones.
                let bytes =
                    random.chance(15)
                    ? Array(reference[place])
                    : random.chance(15) ? [UInt8](repeating: 0xFF, count: count) : random.bytes(count)
                try files[isPart ? 1 : 0].write(bytes, at: offset)
                reference.replaceSubrange(place, with: bytes)
            case 6, 7:
                #expect(
                    try files[isPart ? 1 : 0].read(at: offset, count: count) == Array(reference[place]), "step \(step)")
            case 8:
                #expect(fsync(files[0].descriptor) == 0)
                #expect(try own.data().bytes == reference, "step \(step): fsync brings it to the chip")
            default:
                files = try [mounted.open("data.bin", O_RDWR), mounted.open("parts/part.bin", O_RDWR)]
                let number = Int.random(in: 0..<6, using: &random)
                #expect(
                    try mounted.bytes("blocks/\(number)/data")
                        == Array(reference[number * block..<(number + 1) * block]))
            }
        }
        files = []
        try mounted.unmount()
        let end = try own.data()
        #expect(end.bytes == reference && end.bitflips == 0 && !end.isUncorrectable)
        #expect(mounted.log.isEmpty, "\(mounted.log)")
    }

    @Test("a copy costs one erase a block that held something, none where it was blank or the same")
    func coalescing() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 64, blockCount: 8)
        let chip = try TestChip(geometry, layout: "omap-bch8")
        var random = SeededGenerator(seed: 3)
        try chip.program(random.bytes(3 * geometry.blockSize), at: 0)
        let mounted = try Mounted(try chip.device())
        let work = try WorkFolder()
        let new = random.bytes(geometry.dataSize)
        try Data(new).write(to: URL(filePath: "\(work.path)/new"))
        for (erases, command) in [
            (3, "cp \(work.path)/new $V/data.bin"), (3, "cp \(work.path)/new $V/data.bin"),
            (3, "dd if=\(work.path)/new of=$V/data.bin bs=512 conv=notrunc status=none"),
        ] {
            #expect(try mounted.run(command).status == 0)
            #expect(chip.erases == erases, "\(command)")
            #expect(try chip.data().bytes == new)
        }
        #expect(try mounted.run("stat -c %s $V/data.bin").output == "\(geometry.dataSize)\n")
        try mounted.unmount()
    }

    @Test("a block that is written anew keeps free OOB bytes, and bits of pages that did not change")
    func oob() throws {
        let geometry = try Geometry(pageSize: 2048, oobSize: 64, pagesPerBlock: 4, blockCount: 3)
        let chip = try TestChip(geometry, layout: "omap-bch8")
        var random = SeededGenerator(seed: 4)
        try chip.program(random.bytes(geometry.blockSize), at: 0)
        let device = try chip.device()
        let room = MTDRoom(for: device, capacity: geometry.blockSize)
        let free = device.shape.oobAvailable
        let tags = random.bytes(free)
        for page in [0, 2] {
            try tags.withUnsafeBytes { try device.programOOB(at: page * 2048, $0, .auto, .corrected, room) }
        }
        try chip.clear(try chip.ones(of: 1, from: 100, count: 1), of: 1)
        let before = try (0..<4).map { try chip.raw($0) }

        let mounted = try Mounted(device)
        let page = random.bytes(2048)
        try mounted.open("data.bin", O_WRONLY).write(page, at: 2 * 2048)
        try mounted.unmount()
        #expect(chip.erases == 1)
        for other in [0, 1, 3] { #expect(try chip.raw(other) == before[other], "page \(other)") }
        let read = try device.read(at: 2 * 2048, count: 2048, mode: .corrected, room)
        #expect(Array(read.bytes) == page && read.bitflips == 0 && !read.isUncorrectable)
        for page in [0, 2] {
            let oob = try device.readOOB(at: page * 2048, count: free, .auto, .corrected, room)
            #expect(Array(oob.bytes) == tags, "page \(page)")
        }
    }

    @Test("what cannot be read is not lost by writing beside it; bad blocks are not written")
    func damage() throws {
        let geometry = try Geometry(pageSize: 4096, oobSize: 224, pagesPerBlock: 4, blockCount: 3)
        let chip = try TestChip(geometry, layout: "omap-bch8")
        var random = SeededGenerator(seed: 8)
        let data = random.bytes(geometry.dataSize)
        try chip.program(data, at: 0)
        try chip.clear(try chip.ones(of: 1, from: 0, count: 200), of: 1)
        try chip.markBad(BlockNumber(2))
        let damaged = try chip.raw(1)
        let mounted = try Mounted(try chip.device())
        let file = try mounted.open("data.bin", O_RDWR)

        try file.write([1, 2, 3], at: 10)
        #expect(throws: POSIXError(.EIO)) { try file.write([1, 2, 3], at: 4096 + 10) }
        #expect(throws: POSIXError(.EIO)) { try file.write([1, 2, 3], at: 2 * 4 * 4096) }
        #expect(fsync(file.descriptor) == 0)
        #expect(try chip.raw(1) == damaged)
        #expect(try Array(file.read(at: 0, count: 4096)) == Array(data[..<10]) + [1, 2, 3] + Array(data[13..<4096]))

        let page = random.bytes(4096)
        try file.write(page, at: 4096)
        #expect(try file.read(at: 4096, count: 4096) == page)
        #expect(fsync(file.descriptor) == 0)
        #expect(try file.read(at: 4096, count: 4096) == page)
        #expect(throws: POSIXError(.ENOSPC)) { try file.write([1], at: geometry.dataSize) }
        #expect(ftruncate(file.descriptor, 5) != 0 && errno == EPERM)
        #expect(ftruncate(file.descriptor, off_t(geometry.dataSize)) == 0)
        #expect(throws: POSIXError(.EACCES)) { try mounted.open("raw.bin", O_RDWR) }
        for command in [
            "rm -f $V/data.bin", "mv $V/data.bin $V/y", "mkdir $V/x", "chmod 777 $V/data.bin", "ln -s a $V/x",
        ] {
            #expect(try mounted.run(command).status != 0, "\(command)")
        }
        #expect(try mounted.run("touch $V/data.bin").status == 0)
        #expect(try mounted.view.unmount(isForced: true) == .done)
        #expect(mounted.wait())
    }
}
