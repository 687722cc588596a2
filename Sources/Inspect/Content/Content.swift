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
    public var parts: [Part]
    /// What is wrong with it.
    public var problems: [String]
    /// Whether nothing else can lie within its extent.
    var ownsExtent = true
    /// Where else pieces of it were found, in bytes of data, ascending: what ``Recogniser/join(_:to:)`` collects.
    var pieces: [Int] = []

    /// A property with its value.
    public struct Detail: Sendable, Hashable {
        public var name: String
        /// As text.
        public var value: String
        /// The value where it is a number.
        public var number: Int?
        public var prominence: Prominence

        public init(_ name: String, _ value: String, _ prominence: Prominence = .aside) {
            self.name = name
            self.value = value
            self.prominence = prominence
        }

        public init(_ name: String, _ number: Int, _ prominence: Prominence = .aside) {
            self.init(name, "\(number)", prominence)
            self.number = number
        }
    }

    /// How a property is shown where there is one line.
    public enum Prominence: Sendable, Hashable {
        /// Not at all.
        case aside
        /// As its value, which speaks for itself.
        case bare
        /// With its name.
        case named
    }

    /// Something that a content holds and names: a volume, an image.
    public struct Part: Sendable, Hashable {
        public var kind: String
        public var name: String
        /// Where it begins in the data, in bytes; nil where it has no place yet.
        public var offset: Int?
        public var details: [Detail]
        /// What is recognised at its start.
        public var contents: [Content]
    }

    public init(
        _ kind: String, at offset: Int, size: Int? = nil, name: String? = nil, _ confidence: Confidence,
        evidence: String, details: [Detail] = [], parts: [Part] = [], problems: [String] = []
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
