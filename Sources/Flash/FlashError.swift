// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// An error that a person can act on: what went wrong, where, and what to do next.
public protocol Diagnostic: Error {
    /// What and where, in one line: lower case, no full stop.
    var message: String { get }
    /// What to do next, in one line; nil when there is nothing to advise.
    var hint: String? { get }
}

/// A failure on the chip's own level, with the place where it happened.
public struct FlashError: Diagnostic, Hashable {
    /// The kind of failure. Tests compare this, not the text.
    public struct Code: Hashable, Sendable {
        let name: String
        public static let invalidGeometry = Code(name: "invalidGeometry")
        public static let outOfRange = Code(name: "outOfRange")
        public static let unreadable = Code(name: "unreadable")
        public static let uncorrectable = Code(name: "uncorrectable")
        public static let readOnly = Code(name: "readOnly")
        public static let badBlock = Code(name: "badBlock")
        public static let wrongLength = Code(name: "wrongLength")
        public static let unsupported = Code(name: "unsupported")
        public static let rules = Code(name: "rules")
        /// The chip says that a program or an erase failed.
        public static let failed = Code(name: "failed")
    }

    public var code: Code
    public var block: BlockNumber?
    /// On the chip.
    public var page: PageNumber?
    /// Counted from the first page of ``block``; nil where that is not known, and on NOR.
    public private(set) var pageInBlock: Int?
    /// Where in the file, in bytes from its start; nil when no file stands behind the device.
    public var fileOffset: Int?
    public var detail: String
    public var hint: String?

    public init(
        _ code: Code, _ detail: String, block: BlockNumber? = nil, page: PageNumber? = nil,
        fileOffset: Int? = nil, hint: String? = nil
    ) {
        self.code = code
        self.detail = detail
        self.block = block
        self.page = page
        self.fileOffset = fileOffset
        self.hint = hint
    }

    /// - Parameter page: of a chip with this geometry: it is named by its block and its number in that.
    public init(
        _ code: Code, _ detail: String, page: PageNumber, in geometry: Geometry, fileOffset: Int? = nil,
        hint: String? = nil
    ) {
        let block = geometry.block(of: page)
        self.init(code, detail, block: block, page: page, fileOffset: fileOffset, hint: hint)
        if !geometry.isNOR { pageInBlock = page.rawValue - geometry.firstPage(of: block).rawValue }
    }

    static func invalidGeometry(_ detail: String) -> FlashError {
        FlashError(.invalidGeometry, "geometry: \(detail)")
    }

    public var message: String {
        var place: [String] = []
        if let block {
            place.append("\(block)")
            if let pageInBlock { place.append("page \(pageInBlock)") }
        } else if let page {
            place.append("\(page)")
        }
        if let fileOffset { place.append("(file offset \(ByteCount.hex(fileOffset)))") }
        return place.isEmpty ? detail : place.joined(separator: " ") + ": " + detail
    }

    public static func == (a: FlashError, b: FlashError) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
