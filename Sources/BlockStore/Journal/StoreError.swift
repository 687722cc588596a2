// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A store that cannot be used as asked.
public struct StoreError: Diagnostic, Hashable {
    /// The kind of failure. Tests compare this, not the text.
    public enum Code: Sendable, Hashable {
        /// Somebody else writes to it.
        case busy
        /// Bytes in the middle of it are not what was written.
        case damaged
        /// Its base is not there.
        case baseMissing
        /// Its base is not what it was.
        case baseChanged
        /// It has no such point.
        case noSuchPoint
        case readOnly
        /// A newer museimg wrote it.
        case version
    }

    public var code: Code
    public var message: String
    public var hint: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public static func == (a: StoreError, b: StoreError) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
