// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// Something recognised in the data of a chip.
public struct Content: Sendable, Hashable {
    /// What it is, in the field's term: `UBI`, `squashfs`, `uImage`.
    public var kind: String
    /// Where it begins in the data (OOB not counted), in bytes.
    public var offset: Int
    /// Where it begins in the file, in bytes; nil when no single place holds it.
    public var fileOffset: Int?
    /// In bytes of data; nil when nothing tells.
    public var size: Int?
    /// How it is called by itself: a kernel's or a volume's name.
    public var name: String?
    /// ``Confidence/certain`` with a checksum, else ``Confidence/likely``: a magic alone is never reported.
    public var confidence: Confidence
    /// What was checked.
    public var evidence: String
    /// What else it says of itself, in the order in which people want it.
    public var details: [Detail]
    /// What it holds, as far as it is named: volumes, images.
    public var parts: [Content]
    /// What is wrong with it.
    public var problems: [String]
    /// Whether nothing else can lie within its extent.
    var ownsExtent = true

    /// A property with its value, as text.
    public struct Detail: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        _ kind: String, at offset: Int, size: Int? = nil, name: String? = nil, _ confidence: Confidence,
        evidence: String, details: [Detail] = [], parts: [Content] = [], problems: [String] = []
    ) {
        self.kind = kind
        self.offset = offset
        self.size = size
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
        self.confidence = confidence
        self.evidence = evidence
        self.details = details
        self.parts = parts
        self.problems = problems
    }

    /// Where it ends in the data, in bytes; its start when the size is unknown.
    var end: Int {
        let (end, overflow) = offset.addingReportingOverflow(size ?? 0)
        return overflow ? .max : end
    }
}
