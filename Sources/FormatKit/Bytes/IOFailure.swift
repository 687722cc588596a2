// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import SystemPackage

/// The operating system refused: which file, what was tried, where, and why.
public struct IOFailure: Diagnostic {
    public enum Action: String, Sendable {
        case open = "cannot open"
        case create = "cannot create"
        case read = "cannot read"
        case write = "cannot write"
        case sync = "cannot sync"
        case rename = "cannot rename"
    }

    public var action: Action
    public var errno: Errno
    public var name: String
    /// In bytes from the start of the file.
    public var offset: Int?
    public var hint: String?

    public init(_ action: Action, errno: Errno, name: String, offset: Int? = nil, hint: String? = nil) {
        self.action = action
        self.errno = errno
        self.name = name
        self.offset = offset
        self.hint = hint
    }

    public var message: String {
        let place = offset.map { " at file offset \(ByteCount.hex($0))" } ?? ""
        let reason = "\(errno)"
        return "\(name): \(action.rawValue)\(place): \(reason.prefix(1).lowercased() + reason.dropFirst())"
    }
}
