// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// The formats of a program, in the order in which they are asked.
public struct FormatRegistry: Sendable {
    public let formats: [any Format]

    public init(_ formats: [any Format]) { self.formats = formats }

    public func format(named name: String) -> (any Format)? {
        formats.first { $0.info.name == name }
    }

    /// - Throws: ``UsageError`` that names the nearest known format.
    public func require(_ name: String) throws -> any Format {
        if let format = format(named: name) { return format }
        let near = Spelling.nearest(to: name, in: formats.map(\.info.name))
        let guess = near.map { " (did you mean '\($0)'?)" } ?? ""
        throw UsageError("unknown format '\(name)'\(guess); see `museimg formats`")
    }

    /// The format that a file's extension stands for; nil when it stands for none.
    public func format(forExtension ext: String) -> (any Format)? {
        formats.first { $0.info.extensions.contains(ext.lowercased()) }
    }
}
