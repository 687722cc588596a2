// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import FUSEView
import Mounts

/// How a command gets the state after a power cut.
enum PowercutKind: String, ExpressibleByArgument, CaseIterable, Sendable {
    case file, mtd, fuse

    /// - Throws: `MountError`, `FUSEError` (`unavailable`) on a machine that has not what it takes: once, not at each cut.
    func checkMachine() throws {
        switch self {
        case .file: break
        case .mtd: try MTDFace.checkDriver()
        case .fuse: try FUSEView.checkDevice()
        }
    }
}
