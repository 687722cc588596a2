// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import FUSEView
import FormatKit
import FoundationEssentials
import Mounts
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs the command for one state after another.
struct PowercutJudge: Sendable {
    let command: String
    let kind: PowercutKind
    /// nil: the small store itself.
    let format: String?
    let timeout: Duration
    let folder: PowercutFolder
    let promises: PowerCutManifest?

    /// Writes the state, shows it to the command, and takes it away again.
    ///
    /// - Throws: ``IOFailure``, ``MountError`` when it cannot be shown, ``Interrupted``.
    func look(_ cut: PowerCut, _ branch: StoreBranch, _ isWanted: () -> Bool) throws -> PowercutOutcome {
        let stem = "\(folder.path)/\(cut.point)-\(cut.tear.rawValue)"
        let store = "\(stem).muse"
        var made = [store]
        defer { for path in made { unlink(path) } }
        try branch.writeLoosely(to: store)
        var variables = ["image": store, "point": "\(cut.point)", "tear": cut.tear.rawValue]
        if let promises {
            variables["promised"] = "\(stem).promised"
            variables["absent"] = "\(stem).absent"
            made += ["\(stem).promised", "\(stem).absent"]
            try write(promises, of: cut, beside: stem)
        }
        let isWanted = { isWanted() && (try? Interruption.check()) != nil }
        let run: CapturedRun
        do {
            switch kind {
            case .file:
                if let format {
                    made.append("\(stem).image")
                    variables["image"] = "\(stem).image"
                    try convert(store, to: "\(stem).image", format, isWanted)
                }
                run = try CapturedRun(
                    "/bin/sh", ["sh", "-c", command], variables: variables, timeout: timeout, isWanted: isWanted)
            case .mtd, .fuse:
                made.append("\(stem).started")
                run = try mounted(store, stem, variables, isWanted)
            }
        } catch let error as Errno {
            throw IOFailure(.open, errno: error, name: "/bin/sh")
        }
        try Interruption.check()
        return PowercutOutcome(run.end, output: run.output)
    }

    /// What was promised by then, in the forms that a command can use.
    func write(_ promises: PowerCutManifest, of cut: PowerCut, beside stem: String) throws {
        let due = promises.promises(at: cut.point)
        for (end, text) in [("promised", due.checksums), ("absent", due.absent)] {
            let file = try OutputFile(path: "\(stem).\(end)", overwrite: true)
            try Array(text.utf8).withUnsafeBytes { try file.sink.write($0) }
            try file.commit()
        }
    }

    private func convert(_ store: String, to path: String, _ format: String, _ isWanted: () -> Bool) throws {
        let run = try CapturedRun(
            Self.ownPath, ["museimg", "convert", "-q", "-f", "store", store, path, "-O", format], variables: [:],
            timeout: nil, isWanted: isWanted)
        try Interruption.check()
        // What the format cannot hold is missing at every point: the user chose it.
        guard run.end != .exited(0), run.end != .exited(3), run.end != .unwanted else { return }
        throw MountError(.failed, "\(store): -O \(format): \(Self.reason(run))")
    }

    /// By a captive mount of our own, in a process of its own: one ends without the other.
    private func mounted(
        _ store: String, _ stem: String, _ variables: [String: String], _ isWanted: () -> Bool
    ) throws -> CapturedRun {
        var variables = variables
        variables["museimg_started"] = "\(stem).started"
        // What the mount has to tell of wrong bits is not what the command says.
        var arguments = ["museimg", "mount", "-q", "--log", "/dev/null", "-f", "store", store]
        if kind == .fuse {
            mkdir("\(stem).dir", 0o700)
            arguments.append("\(stem).dir")
        }
        defer {
            if kind == .fuse {
                // A mount whose process was killed is a dead one.
                FUSEView.takeAway("\(stem).dir")
                rmdir("\(stem).dir")
            }
        }
        arguments += ["--volatile", "--run", ": >\"$museimg_started\"\n\(command)"]
        let run = try CapturedRun(
            Self.ownPath, arguments, variables: variables, timeout: timeout, isWanted: isWanted)
        try Interruption.check()
        guard FileStatus(path: "\(stem).started") == nil, run.end != .timedOut, run.end != .unwanted else { return run }
        throw MountError(
            run.end == .exited(69) ? .unavailable : .failed, "\(store): cannot be mounted: \(Self.reason(run))")
    }

    private static func reason(_ run: CapturedRun) -> String {
        let outcome = PowercutOutcome(run.end, output: run.output)
        return outcome.line ?? outcome.word
    }

    /// Names this program, also where its file was replaced since.
    private static let ownPath = "/proc/self/exe"
}
