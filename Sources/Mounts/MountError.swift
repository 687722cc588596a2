// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A mount that cannot be, or cannot end.
public struct MountError: Diagnostic, Hashable {
    public enum Code: Sendable, Hashable {
        /// This machine lacks a driver, a device or a right.
        case unavailable
        /// In use.
        case busy
        /// There is no such mount.
        case notMounted
        case failed
    }

    public var code: Code
    public var message: String
    public var hint: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
