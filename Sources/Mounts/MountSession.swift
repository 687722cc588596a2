// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// A live mount from its first moment to its last: appears, answers, saves, leaves.
public final class MountSession {
    private let face: any MountFace
    private let folder: RunFolder
    private var record: MountRecord
    /// Writes the changed image; nil when nothing is to be saved.
    private let saver: ImageSaver?
    /// Makes durable what has to be, and lets go of it, once all else is done.
    private let close: () throws -> Void
    private let log: MountLog
    /// What was not recorded though it was to be, in words; asked at the end.
    private let losses: () -> String?
    /// What filters before the chip count.
    private let filterCounters: () -> [String: Int]
    private var listener: ControlListener?
    /// SIGTERM came once, and the mount was in use.
    private var wasAsked = false

    /// How it ended.
    public enum End: Sendable, Hashable {
        case clean
        /// What was saved is not whole.
        case losses
    }

    public init(
        _ face: any MountFace, _ record: MountRecord, in folder: RunFolder, saver: ImageSaver?, log: MountLog,
        filterCounters: @escaping () -> [String: Int] = { [:] },
        losses: @escaping () -> String? = { nil },
        close: @escaping () throws -> Void = {}
    ) {
        self.face = face
        self.record = record
        self.folder = folder
        self.saver = saver
        self.log = log
        self.filterCounters = filterCounters
        self.losses = losses
        self.close = close
    }

    private var counters: [String: Int] { face.counters.merging(filterCounters()) { own, _ in own } }

    /// Appears, and is listed.
    ///
    /// - Returns: the record with its place.
    ///
    /// - Throws: ``MountError`` (`busy`) when another mount saves to the same place, and whatever its face throws.
    public func begin() throws -> MountRecord {
        try folder.create()
        if let save = record.save, let other = folder.records().first(where: { $0.save == save }) {
            throw MountError(
                .busy, "\(save): \(other.place) is to be saved there",
                hint: "give --save another name, or end that mount")
        }
        listener = try ControlListener(path: folder.socketPath(record.pid))
        record.place = try face.appear()
        do {
            try folder.write(record)
        } catch {
            _ = face.leave(force: true)
            throw error
        }
        return record
    }

    /// Leaves before anything was served, and saves nothing.
    public func abandon() {
        _ = face.leave(force: true)
        listener = nil
        folder.remove(record.pid)
        try? close()
    }

    /// Serves until somebody ends it: `umount`, a signal, the other side, or the end of what `isWanted` waits for.
    ///
    /// - Parameter isWanted: asked often; false ends the mount as `umount` does.
    /// - Throws: ``MountError`` (`failed`) when what had to be saved could not be, and there is nobody left to ask again.
    public func serve(while isWanted: () throws -> Bool = { true }) throws -> End {
        defer {
            listener = nil
            folder.remove(record.pid)
        }
        while true {
            var ended: End?
            listener?.serve(milliseconds: 50) { request in
                let (reply, end) = answer(request)
                ended = end
                return reply
            }
            if let ended { return ended }
            if !face.isThere { return try endAlone("was taken away") }
            if Interruption.take() != nil, let end = try signalled() { return end }
            if try !isWanted() { return try endCaptive() }
        }
    }

    private func answer(_ request: ControlRequest) -> (ControlReply, End?) {
        switch request.verb {
        case .status: return (ControlReply(.done, counters: counters), nil)
        case .umount:
            guard face.leave(force: request.force) else {
                return (ControlReply(.busy, "\(record.place): is in use"), nil)
            }
            do {
                return try finish()
            } catch {
                let why = MountLog.text(error)
                return (ControlReply(.failed, "\(why)\(stay())"), nil)
            }
        }
    }

    /// Saves, once nobody can change anything any more.
    private func finish() throws -> (ControlReply, End) {
        let saved = try saver?.save()
        try close()
        let lost = losses()
        let lines = [saved?.line, lost].compactMap { $0 }
        lines.forEach(log.write)
        let hasLosses = saved?.hasLosses == true || lost != nil
        return (
            ControlReply(hasLosses ? .losses : .done, lines.joined(separator: "\n"), counters: counters),
            hasLosses ? .losses : .clean
        )
    }

    /// Appears again with all its changes.
    ///
    /// - Returns: a remark on how that went.
    private func stay() -> String {
        do {
            record.place = try face.appear()
            try folder.write(record)
            return "; \(record.place) stays mounted, nothing is lost"
        } catch {
            log.write("mounting again: \(MountLog.text(error))")
            return "; its changes are kept by process \(record.pid): ask again"
        }
    }

    private func signalled() throws -> End? {
        guard face.leave(force: wasAsked) else {
            wasAsked = true
            log.write("\(record.place) is in use, and stays; a second signal ends it all the same")
            return nil
        }
        do { return try finish().1 } catch {
            log.write("\(MountLog.text(error))\(stay())")
            return nil
        }
    }

    private func endAlone(_ how: String) throws -> End {
        log.write("\(record.place) \(how)")
        _ = face.leave(force: true)
        return try finish().1
    }

    private func endCaptive() throws -> End {
        var tries = 0
        // What the command left running may take a moment to let go.
        while !face.leave(force: tries >= 100) {
            tries += 1
            listener?.serve(milliseconds: 50) { answer($0).0 }
        }
        return try finish().1
    }
}
