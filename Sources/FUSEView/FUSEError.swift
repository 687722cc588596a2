// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A view could not be mounted or taken away.
public struct FUSEError: Diagnostic, Hashable {
    /// The kind of failure. Tests compare this, not the text.
    public struct Code: Hashable, Sendable {
        let name: String
        /// The kernel or the system has no FUSE, or does not let this user have it.
        public static let unavailable = Code(name: "unavailable")
        /// The place cannot be mounted on.
        public static let mountPoint = Code(name: "mountPoint")
        /// Something is mounted there, or the view is in use.
        public static let busy = Code(name: "busy")
        /// libfuse or the kernel refused.
        public static let refused = Code(name: "refused")
    }

    public var code: Code
    public var message: String
    public var hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public static func == (a: FUSEError, b: FUSEError) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
