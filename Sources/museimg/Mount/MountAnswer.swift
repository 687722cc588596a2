// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Mounts

/// What has been mounted: one line, or `museimg.mount/1`.
struct MountAnswer: JSON.Answer {
    let schema = "museimg.mount/1"
    let mount: MountRecord

    init(_ record: MountRecord) { mount = record }

    func tell(_ console: Console) throws {
        guard !console.options.json else { return try console.printJSON(self) }
        console.print(
            "\(mount.place): \(ByteCount.human(mount.size)), \(mount.geometry), from \(mount.image)"
                + (mount.layouts.isEmpty ? "" : ", \(mount.layouts.joined(separator: ", "))"))
        if mount.filters != nil || mount.trace != nil, console.options.verbose {
            let names = (mount.filters ?? []).map { String($0.prefix { $0 != "," }) }
            let recorder = mount.trace == nil ? [] : ["recorder"]
            let ecc = mount.layouts.isEmpty ? [] : ["ecc"]
            console.note(
                "\(mount.place): "
                    + (["chip"] + names + recorder + ecc + [mount.kind.rawValue]).joined(separator: " > "))
        }
        console.note(changes)
    }

    /// What becomes of changes.
    private var changes: String {
        if let store = mount.store {
            let also = mount.save.map { "; `museimg umount` writes \($0)" } ?? ""
            return "\(mount.place): changes are kept in \(store)\(also)"
        }
        if let save = mount.save { return "\(mount.place): changes are in memory; `museimg umount` writes \(save)" }
        if mount.changes == "read-only" { return "\(mount.place): read-only" }
        return "\(mount.place): volatile: changes are in memory and are dropped at the end (--save OUT keeps them)"
    }
}
