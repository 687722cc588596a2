// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FUSEView
import Flash
import Foundation
import Testing

@Suite("Mounting a FUSE view", .enabled(if: FUSEHost.isThere, FUSEHost.reason), .timeLimit(.minutes(2)))
struct MountingTests {
    private func chip() throws -> TestChip {
        try TestChip(try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 4, blockCount: 4), layout: nil)
    }

    private func fails(_ code: FUSEError.Code, at path: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let view = FUSEView(device: try chip().device(), info: { [] }, partitions: [], name: "x") { _ in }
        do {
            try view.mount(at: path)
            Issue.record("mounted at \(path)", sourceLocation: sourceLocation)
        } catch let error as FUSEError {
            #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
            #expect(error.message.contains(path), "\(error.message)", sourceLocation: sourceLocation)
        }
    }

    @Test("a place that is none, or is taken, is told as such")
    func places() throws {
        let work = try WorkFolder()
        try fails(.mountPoint, at: "\(work.path)/missing")
        try Data().write(to: URL(filePath: "\(work.path)/file"))
        try fails(.mountPoint, at: "\(work.path)/file")
        let mounted = try Mounted(try chip().device())
        try fails(.busy, at: mounted.path)
        try mounted.unmount()
    }

    @Test("a folder with blanks in its name, through a link, that is not empty")
    func oddPlaces() throws {
        let work = try WorkFolder()
        let manager = FileManager.default
        try manager.createDirectory(atPath: "\(work.path)/a b\\c", withIntermediateDirectories: false)
        try Data().write(to: URL(filePath: "\(work.path)/a b\\c/covered"))
        try manager.createSymbolicLink(atPath: "\(work.path)/link", withDestinationPath: "a b\\c")
        let view = FUSEView(device: try chip().device(), info: { [] }, partitions: [], name: "x") { _ in }
        try view.mount(at: "\(work.path)/link")
        let ended = DispatchSemaphore(value: 0)
        Thread {
            view.run()
            ended.signal()
        }.start()
        #expect(try manager.contentsOfDirectory(atPath: "\(work.path)/link").contains("data.bin"))
        try fails(.busy, at: "\(work.path)/a b\\c")
        #expect(try view.unmount() == .done)
        #expect(ended.wait(timeout: .now() + 20) == .success)
        #expect(try manager.contentsOfDirectory(atPath: "\(work.path)/link") == ["covered"])
        #expect(try view.unmount() == .done)
    }

    @Test("a view in use stays, until it is taken away by force; then its users get errors")
    func busy() throws {
        let chip = try chip()
        let mounted = try Mounted(try chip.device())
        let file = try mounted.open("data.bin", O_RDWR)
        try file.write([1, 2, 3], at: 5)
        #expect(try mounted.view.unmount() == .busy)
        #expect(try file.read(at: 5, count: 3) == [1, 2, 3])
        #expect(try mounted.view.unmount(isForced: true) == .done)
        #expect(mounted.wait())
        #expect(throws: POSIXError.self) { try file.write([4], at: 6) }
        #expect(try Array(chip.data().bytes[5..<8]) == [1, 2, 3], "what was written is not lost")
        #expect(try mounted.run("ls $V").output == "")
    }

    @Test("anybody may unmount it", arguments: ["fusermount3 -u $V", "umount $V"])
    func others(_ command: String) throws {
        let mounted = try Mounted(try chip().device())
        let result = try mounted.run(command)
        #expect(result.status == 0, "\(result.output)")
        #expect(mounted.wait())
        #expect(try mounted.view.unmount() == .done)
    }

    @Test("fifty mounts leave no descriptor and no thread behind")
    func cycles() throws {
        func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let folder = try WorkFolder()
        let device = try chip().device()
        try Mounted(device, folder: folder).unmount()
        let before = try descriptors()
        for _ in 0..<50 {
            let mounted = try Mounted(device, folder: folder)
            #expect(try mounted.bytes("info.json") == Array("{}\n".utf8))
            try mounted.unmount()
        }
        // Other tests open files meanwhile.
        #expect(try descriptors() < before + 30)
    }

    @Test("several programs read at once")
    func parallel() throws {
        let chip = try chip()
        try chip.program([UInt8](repeating: 0x5A, count: 2048), at: 0)
        let mounted = try Mounted(try chip.device(isWritable: false))
        let command = "seq 6 | xargs -P 6 -I{} sh -c 'cat $V/blocks/0/data $V/raw.bin $V/data.bin | cksum'"
        let lines = try mounted.run(command).output.split(separator: "\n")
        #expect(lines.count == 6 && Set(lines).count == 1)
        try mounted.unmount()
    }
}
