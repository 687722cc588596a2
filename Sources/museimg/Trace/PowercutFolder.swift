// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where small stores lie as long as a command looks at them.
struct PowercutFolder: Sendable {
    let path: String

    /// Below `$TMPDIR`, or `/tmp`.
    ///
    /// - Throws: ``IOFailure``.
    init() throws {
        let parent = Terminal.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        // mkdtemp puts a name of its own in the place of the last six characters.
        var template = Array("\(parent)/museimg-powercut-\(String(repeating: "X", count: 6))".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw IOFailure(.create, errno: Errno(rawValue: errno), name: "a folder in \(parent)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes away all of it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
