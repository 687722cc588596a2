// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation

/// A file for another program, gone with this object.
public final class TemporaryFile {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-\(UUID().uuidString)")

    public init(_ bytes: [UInt8]) throws { try Data(bytes).write(to: url) }

    /// Only its name: nothing is there yet.
    public init() {}

    deinit { try? FileManager.default.removeItem(at: url) }

    public var path: String { url.path }

    /// What is in it now.
    public func bytes() throws -> [UInt8] { try [UInt8](Data(contentsOf: url)) }
}
