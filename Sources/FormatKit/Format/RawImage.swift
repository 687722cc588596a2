// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A chip's pages as a file holds them: what a format opens.
public protocol RawImage: PageSource {
    /// Where the geometry comes from.
    var geometryOrigin: GeometryOrigin { get }
    /// Bytes of OOB that the chip is known to have, also when the file does not hold them; 0 when unknown.
    var chipOOBSize: Int { get }
    /// The format and the options that write a file like this one; nil for what cannot be written.
    var writtenAs: FormatSpec? { get }
    /// Whether page numbers are the chip's.
    var positions: Positions { get }
    /// Where bad-block marks are looked for; nil when nowhere.
    var marker: BadBlockMarker? { get }
    /// What was noticed while opening.
    var findings: [Finding] { get }
    /// Whether the file has lost or changed some of what was written to it, so that contents may be missing or wrong where
    /// no page's state says so.
    var isDamaged: Bool { get }
    /// The page layouts that the file states, as `-l` takes them; none where it says nothing of them.
    var layouts: [String] { get }
}

extension RawImage {
    public var chipOOBSize: Int { geometry.oobSize }
    public var positions: Positions { .exact }
    public var marker: BadBlockMarker? { nil }
    public var findings: [Finding] { [] }
    public var isDamaged: Bool { false }
    public var layouts: [String] { [] }
}

/// Where a geometry comes from, and so how far to trust it.
public enum GeometryOrigin: Sendable, Hashable {
    /// The user said it.
    case given
    /// The file states it.
    case stated
    /// Found in the contents, for this reason.
    case found(String)
    /// Nothing tells; the usual was taken.
    case assumed(String)
}

/// Whether the pages of a dump lie where they lay on the chip.
public enum Positions: Sendable, Hashable {
    case exact
    /// Bad blocks were left out and nobody knows which: pages are numbered as they come.
    case unknown(String)
}

/// Something noticed in the bytes that is worth telling and no reason to stop.
public struct Finding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable { case note, warning }

    public var severity: Severity
    public var message: String
    /// In bytes from the start of the file; nil when no place is meant.
    public var offset: Int?
    /// How often; 1 unless repeats were joined.
    public var count: Int
    /// What to do about it, in one line; nil when there is nothing to advise.
    public var hint: String?

    public init(
        _ severity: Severity, _ message: String, at offset: Int? = nil, count: Int = 1, hint: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.offset = offset
        self.count = count
        self.hint = hint
    }
}
