// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Mounts

/// `museimg.status/1`
struct StatusAnswer: JSON.Answer {
    let schema = "museimg.status/1"
    /// By place.
    let mounts: [Row]

    struct Row: Encodable {
        let mount: MountRecord
        /// Absent when its server does not answer.
        let counters: [String: Int]?

        static let heading = ["PLACE", "PID", "GEOMETRY", "LAYOUT", "CHANGES", "READ", "WRITTEN", "IMAGE"]

        /// Below ``heading``.
        var cells: [String] {
            func bytes(_ name: String) -> String { counters?[name].map { ByteCount.human($0) } ?? "?" }
            return [
                mount.place, "\(mount.pid)", mount.geometry, mount.layouts.first ?? "none", mount.changes,
                bytes("bytesRead"), bytes("bytesWritten"), mount.image,
            ]
        }
    }
}
