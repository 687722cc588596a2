// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import MUSE
import Mounts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How a command gets the state after a power cut.
enum PowercutKind: String, ExpressibleByArgument, CaseIterable, Sendable {
    case file, mtd, fuse

    /// - Throws: ``MountError`` (`unavailable`) on a machine that has not what it takes: once, not at each point.
    func requireMachine() throws {
        let (device, hint): (String, String)
        switch self {
        case .file: return
        case .mtd:
            (device, hint) = (MUSEConnection.devicePath, "kernel/README.md tells how to build and load the driver")
        case .fuse: (device, hint) = ("/dev/fuse", "--as file needs no kernel")
        }
        guard access(device, R_OK | W_OK) == 0 else {
            throw MountError(.unavailable, "\(device): \(String(cString: strerror(errno)).lowercased())", hint: hint)
        }
    }
}
