// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A layout that cannot be: in its file, or for the chip that it is wanted for.
public struct LayoutError: Diagnostic, Hashable {
    public enum Code: Sendable, Hashable {
        /// No TOML, or TOML that says something a layout file does not have.
        case malformed
        /// Numbers that make no layout: ranges out of the page, overlaps, sums that do not fit.
        case impossible
        /// No such layout.
        case unknown
        /// Its file cannot be read.
        case unreadable
    }

    public var code: Code
    /// The layout or its file.
    public var name: String
    /// Where in it: line and column, or the key.
    public var place: String?
    public var detail: String
    public var hint: String?

    public init(_ code: Code, _ name: String, at place: String? = nil, _ detail: String, hint: String? = nil) {
        self.code = code
        self.name = name
        self.place = place
        self.detail = detail
        self.hint = hint
    }

    public var message: String {
        "layout \(name): " + (place.map { "\($0): " } ?? "") + detail
    }
}
