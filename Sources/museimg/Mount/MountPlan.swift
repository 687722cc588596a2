// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import FUSEView
import Flash
import FormatKit
import FormatRegistry
import Inspect
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
    /// Where operations are recorded; nil for nowhere.
    let trace: TraceWriter?
    let log: MountLog
    /// Where messages go once the terminal is let go of.
    let target: MountLog.Target

    init(_ command: MountCommand, _ console: Console) throws {
        let source = try command.open(console)
        let subject = source.subject
        if case .assumed = subject.image.geometryOrigin {
            console.warn("\(subject.name): geometry \(subject.geometry), \(subject.image.geometryOrigin.words)")
            console.hint("-g gives the chip's own, as in -g 2048+64x64")
        }
        let target: MountLog.Target
        do {
            target = try command.log.map { try MountLog.open(path: $0) } ?? .syslog
        } catch let error as Errno {
            throw IOFailure(.create, errno: error, name: command.log ?? "")
        }
        self.target = target
        log = MountLog(command.log != nil ? target : .standardError)
        let plans = try ChipFilters.Plans(command.filters, console)
        let trace = try command.record.map {
            try TraceWriter(
                path: $0, geometry: subject.geometry, image: RunFolder.absolute(subject.name), filters: plans.texts)
        }
        self.trace = trace
        do {
            session = try Self.session(command, source, plans, trace, log, console)
        } catch {
            trace?.discard()
            throw error
        }
    }

    private static func session(
        _ command: MountCommand, _ source: ChipSource, _ plans: ChipFilters.Plans, _ trace: TraceWriter?,
        _ log: MountLog, _ console: Console
    ) throws -> MountSession {
        let (subject, geometry) = (source.subject, source.subject.geometry)
        let isWritable =
            command.changes.map { $0 == .volatile }
            ?? (command.directory == nil || command.save != nil || command.store != nil)
        let shape = try MTDShape(
            geometry, plan: subject.layouts, isWritable: isWritable, isMLC: command.mlc,
            subpageShift: command.subpages.map { $0.trailingZeroBitCount } ?? SubpageEvidence.shift(in: subject.device))
        let filters = try ChipFilters(plans, around: source) { event in
            log.write(event, geometry)
            source.journal?.tell(event)
            trace?.tell(event)
        }
        let chip = trace.map { Recorder(filters.chip, to: $0) } ?? filters.chip
        let device = MTDDevice(chip, plan: subject.layouts, shape: shape, isStrict: command.strict) {
            log.write($0, geometry)
        }
        let saver = try command.save.map {
            try ImageSaver(
                source.chip, of: subject.image, path: RunFolder.absolute($0), registry: museimgFormats,
                overwrites: command.force)
        }
        let parts = try MountParts(command.parts, name: command.name, subject, console)
        let face = try face(command, device, parts, subject, log)
        let record = MountRecord(
            place: "", kind: command.directory == nil ? .mtd : .fuse, pid: getpid(),
            image: RunFolder.absolute(subject.name), geometry: "\(subject.geometry)", size: subject.geometry.dataSize,
            layouts: subject.layouts?.codecs.map(\.layout.name) ?? [],
            changes: source.journal != nil ? "store" : isWritable ? "volatile" : "read-only",
            filters: plans.isEmpty ? nil : plans.texts, trace: command.record.map { RunFolder.absolute($0) },
            store: command.store.map { RunFolder.absolute($0) }, save: command.save.map { RunFolder.absolute($0) },
            partitions: parts.mtdparts)
        return MountSession(
            face, record, in: try .standard(), saver: saver, log: log, filterCounters: { filters.counters },
            losses: { trace?.end(path: command.record ?? "") },
            close: { try source.journal?.close() })
    }

    private static func face(
        _ command: MountCommand, _ device: MTDDevice, _ parts: MountParts, _ subject: Subject, _ log: MountLog
    ) throws -> any MountFace {
        let file = subject.name.split(separator: "/").last.map(String.init) ?? "museimg"
        guard let directory = command.directory else {
            let parameters = MUSEParameters(
                name: command.name ?? file, shape: device.shape, partitions: parts.mtdparts)
            return MTDFace(MUSEServer(device, parameters) { log.write($0) })
        }
        let view = FUSEView(
            device: device, info: { Self.info(subject, log) }, partitions: parts.partitions,
            name: RunFolder.absolute(subject.name), access: Self.access(subject, isWritable: device.shape.isWritable)
        ) { log.write($0) }
        return FUSEFace(view, at: RunFolder.absolute(directory))
    }

    /// What `museimg info --json` says; it takes a look at all of the image.
    private static func info(_ subject: Subject, _ log: MountLog) -> [UInt8] {
        do {
            let inspection = try Inspection(
                subject.device, marker: subject.image.marker, origin: subject.image.geometryOrigin)
            return Array((try JSON.line(InfoAnswer(subject, inspection, next: [])) + "\n").utf8)
        } catch {
            log.write("info.json: \((error as? any Diagnostic)?.message ?? "\(error)")")
            return []
        }
    }

    /// As on the image's file; its owner may write where the mount takes changes, for they do not go there.
    private static func access(_ subject: Subject, isWritable: Bool) -> FUSEAccess {
        var status = stat()
        guard stat(subject.name, &status) == 0 else { return .own }
        return FUSEAccess(
            user: status.st_uid, group: status.st_gid, permissions: status.st_mode | (isWritable ? 0o200 : 0))
    }
}
