// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// Folders and files of the source tree.
enum Tree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func file(_ path: String) -> URL { root.appendingPathComponent(path) }
}

/// Compares `text` with a stored file; with MUSEIMG_UPDATE=1 in the environment it is written instead.
func expectGolden(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = Tree.file(path)
    if ProcessInfo.processInfo.environment["MUSEIMG_UPDATE"] == "1" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let stored = try? String(contentsOf: file, encoding: .utf8)
    #expect(
        stored == text, "\(path) is not current; MUSEIMG_UPDATE=1 writes it anew", sourceLocation: sourceLocation)
}
