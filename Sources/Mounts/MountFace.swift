// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What the kernel sees of a live mount: an MTD, or a file system.
public protocol MountFace: AnyObject, Sendable {
    /// Appears; when it returns, users can come.
    ///
    /// - Returns: its place: `mtd4`, or the directory.
    /// - Throws: ``MountError``.
    func appear() throws -> String

    /// Whether it is still there: others may take it away.
    var isThere: Bool { get }

    /// Goes away, with all requests answered.
    ///
    /// - Parameter force: although it is in use.
    /// - Returns: false when it is in use.
    func leave(force: Bool) -> Bool

    /// What it has done so far, by name.
    var counters: [String: Int] { get }
}
