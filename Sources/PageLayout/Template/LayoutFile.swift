// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import SystemPackage

extension LayoutTemplate {
    /// Reads a layout file of the user's.
    ///
    /// - Throws: ``LayoutError``: `unreadable`, `malformed` as from ``init(parsing:file:)``.
    public init(contentsOf path: String) throws(LayoutError) {
        try self.init(parsing: try LayoutFile.text(path), file: path)
    }
}

/// The text of a layout file.
public enum LayoutFile {
    /// - Throws: ``LayoutError``: `unreadable`, `malformed` when it is too large or no UTF-8.
    public static func text(_ path: String) throws(LayoutError) -> String {
        var bytes: [UInt8] = []
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            defer { try? file.close() }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while bytes.count <= TOMLTree.maximumSize {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
        } catch {
            throw LayoutError(.unreadable, path, "cannot be read: \(error)")
        }
        guard bytes.count <= TOMLTree.maximumSize else {
            throw LayoutError(.malformed, path, "more than \(TOMLTree.maximumSize) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LayoutError(.malformed, path, "is not UTF-8")
        }
        return text
    }
}
