// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry
import MTD
import MUSE
import Mounts
import PageLayout
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What `mount` makes of its arguments: a chip over the image, its face, and the session around both.
struct MountPlan {
    let session: MountSession
    let log: MountLog
    /// Where messages go once the terminal is let go of.
    let target: MountLog.Target

    init(_ command: MountCommand, _ console: Console) throws {
        let subject = try command.image.open(console)
        let target: MountLog.Target
        do {
            target = try command.log.map { try MountLog.open(path: $0) } ?? .syslog
        } catch let error as Errno {
            throw IOFailure(.create, errno: error, name: command.log ?? "")
        }
        self.target = target
        log = MountLog(command.log != nil ? target : .standardError)
        let isWritable = command.changes.map { $0 == .volatile } ?? (command.directory == nil || command.save != nil)
        let store = BlockStore(base: subject.raw, marker: subject.layouts?.marker ?? subject.image.marker)
        let shape = try MTDShape(
            subject.geometry, plan: subject.layouts, isWritable: isWritable, isMLC: command.mlc,
            subpageShift: command.subpages.map { $0.trailingZeroBitCount } ?? SubpageEvidence.shift(in: subject.device))
        let (log, geometry) = (log, subject.geometry)
        let device = MTDDevice(store, plan: subject.layouts, shape: shape, isStrict: command.strict) {
            log.write($0, geometry)
        }
        let saver = try command.save.map {
            try ImageSaver(
                store, of: subject.image, path: RunFolder.absolute($0), registry: museimgFormats,
                overwrites: command.force)
        }
        let face = try Self.face(command, device, log)
        let record = MountRecord(
            place: "", kind: command.directory == nil ? .mtd : .fuse, pid: getpid(),
            image: RunFolder.absolute(subject.name), geometry: "\(subject.geometry)", size: subject.geometry.dataSize,
            layouts: subject.layouts?.codecs.map(\.layout.name) ?? [], changes: isWritable ? "volatile" : "read-only",
            save: command.save.map { RunFolder.absolute($0) }, partitions: command.parts)
        session = MountSession(face, record, in: try .standard(), saver: saver, log: log)
    }

    private static func face(_ command: MountCommand, _ device: MTDDevice, _ log: MountLog) throws -> any MountFace {
        let file = command.image.image.split(separator: "/").last.map(String.init) ?? "museimg"
        let parameters = MUSEParameters(
            name: command.name ?? file, shape: device.shape, partitions: command.parts)
        return MTDFace(MUSEServer(device, parameters) { log.write($0) })
    }
}
