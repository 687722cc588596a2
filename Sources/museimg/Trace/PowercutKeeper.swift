// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import FormatKit
import Mounts
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps states at which a command failed, as small stores.
struct PowercutKeeper {
    /// A state that was kept.
    struct Kept {
        let path: String
        /// Does it again, by a shell.
        let command: String
    }

    private let folder: String
    private let stem: String

    /// - Parameter folder: made if it is not there.
    /// - Throws: ``IOFailure`` when nothing can be written there.
    init(folder: String, store: String) throws {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
            throw IOFailure(.create, errno: Errno(rawValue: errno), name: folder)
        }
        guard FileStatus(path: folder)?.kind == .directory else {
            throw IOFailure(.create, errno: .notDirectory, name: folder)
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw IOFailure(.create, errno: Errno(rawValue: errno), name: folder)
        }
        self.folder = folder
        let name = store.split(separator: "/").last.map(String.init) ?? "store"
        stem = name.hasSuffix(".muse") ? String(name.dropLast(5)) : name
    }

    /// - Throws: ``IOFailure``.
    func keep(_ cut: PowerCut, _ branch: StoreBranch, _ judge: PowercutJudge) throws -> Kept {
        let own = "\(folder)/\(stem)-\(cut.point)-\(cut.tear.rawValue)"
        let path = "\(own).muse"
        try branch.write(to: path)
        if let promises = judge.promises { try judge.write(promises, of: cut, beside: own) }
        return Kept(path: path, command: line(path, own, cut, judge))
    }

    private func line(_ path: String, _ own: String, _ cut: PowerCut, _ judge: PowercutJudge) -> String {
        var words = ["point=\(cut.point)", "tear=\(cut.tear.rawValue)"]
        if judge.promises != nil {
            // CMD may have gone elsewhere before it looks at them.
            words += ["promised", "absent"].map { "\($0)=" + NextSteps.quoted(RunFolder.absolute("\(own).\($0)")) }
        }
        let (store, command) = (NextSteps.quoted(path), NextSteps.quoted(judge.command))
        switch (judge.kind, judge.format) {
        case (.file, nil): words += ["image=\(store)", "sh -c \(command)"]
        case (.file, let format?):
            let image = NextSteps.quoted("\(own).image")
            words.insert("museimg convert -q --force \(store) \(image) -O \(NextSteps.quoted(format));", at: 0)
            words += ["image=\(image)", "sh -c \(command)"]
        case (.mtd, _): words += ["image=\(store)", "museimg mount \(store) --volatile --run \(command)"]
        case (.fuse, _): words += ["image=\(store)", "museimg mount \(store) DIR --volatile --run \(command)"]
        }
        return words.joined(separator: " ")
    }
}
