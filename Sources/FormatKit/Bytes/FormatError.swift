// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// The bytes are not what the format says: where, what was expected, what was found.
public struct FormatError: Diagnostic, Hashable {
    /// The kind of failure. Tests compare this, not the text.
    public struct Code: Hashable, Sendable {
        let name: String
        public static let truncated = Code(name: "truncated")
        public static let badMagic = Code(name: "badMagic")
        public static let badValue = Code(name: "badValue")
        public static let badChecksum = Code(name: "badChecksum")
        public static let tooLarge = Code(name: "tooLarge")
        public static let unsupported = Code(name: "unsupported")
        public static let ambiguous = Code(name: "ambiguous")
        public static let empty = Code(name: "empty")
    }

    public var code: Code
    /// The file or the member, as a person calls it; empty when the caller names it.
    public var name: String
    /// In bytes from the start of `name`; nil when the whole of it is meant.
    public var offset: Int?
    public var detail: String
    public var hint: String?

    public init(_ code: Code, name: String = "", at offset: Int? = nil, _ detail: String, hint: String? = nil) {
        self.code = code
        self.name = name
        self.offset = offset
        self.detail = detail
        self.hint = hint
    }

    /// A field that does not hold what it has to.
    public init(
        _ code: Code, name: String = "", at offset: Int, field: String, expected: String, found: String,
        hint: String? = nil
    ) {
        self.init(code, name: name, at: offset, "\(field) is \(found), expected \(expected)", hint: hint)
    }

    public var message: String {
        let place = offset.map { "file offset \(ByteCount.hex($0)): " } ?? ""
        return (name.isEmpty ? "" : "\(name): ") + place + detail
    }

    public static func == (a: FormatError, b: FormatError) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// The command line asks for something that cannot be: an option unknown, a value out of range.
public struct UsageError: Diagnostic, Hashable {
    public var message: String
    public var hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

/// The user asked to stop (SIGINT, SIGTERM).
public struct Interrupted: Error {
    public let signal: Int32
}
