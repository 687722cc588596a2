// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A geometry that the bytes of a dump speak for.
public struct GeometryCandidate: Sendable, Hashable {
    /// Without the number of blocks; its OOB size is 0 when the dump holds none.
    public var spec: GeometrySpec
    /// ``Confidence/certain`` where things with checksums keep to it, ``Confidence/likely`` where a statistic does.
    public var confidence: Confidence
    /// What speaks for it, one sentence each, the strongest first.
    public var reasons: [String]
    /// Whether the pages per block are merely the usual for such pages.
    public var assumesBlock = false
    /// How far apart repeating headers lie, in bytes; nil where none repeat.
    public var period: Int?
    /// What repeats at ``period``.
    package var landmark: Landmark.Kind?

    /// One line: all reasons.
    public var reason: String { reasons.joined(separator: "; ") }

    /// `2048+64`.
    public var pageDescription: String {
        spec.oobSize > 0 ? "\(spec.pageSize)+\(spec.oobSize)" : "\(spec.pageSize)"
    }
}

/// What the bytes of a dump say of the chip's geometry.
///
/// Only sizes that real chips have are considered. Where the bytes do not decide, nothing is said.
public struct GeometryEvidence: Sendable {
    /// The surest first; empty when nothing tells.
    public let candidates: [GeometryCandidate]

    public var best: GeometryCandidate? { candidates.first }
    /// The best that has OOB in the dump.
    public var withOOB: GeometryCandidate? { best.flatMap { $0.spec.oobSize > 0 ? $0 : nil } }
    /// The best that has none.
    public var dataOnly: GeometryCandidate? { best.flatMap { $0.spec.oobSize == 0 ? $0 : nil } }

    /// Looks at a few MiB of `source`, always the same ones.
    ///
    /// - Throws: ``IOFailure``; bytes that make no sense are no error.
    public init(_ source: any ByteSource) throws {
        try self.init(source, DumpSample(source))
    }

    /// The same, of a sample that was taken before.
    package init(_ source: any ByteSource, _ sample: DumpSample) throws {
        guard source.size >= 512 else {
            candidates = []
            return
        }
        var landmarks = Landmark.find(in: sample)
        let known = Set((landmarks[.ubiHeader] ?? []).map(\.offset))
        let probed = try BlockStartProbe.ubiHeaders(source).filter { !known.contains($0) }
        landmarks[.ubiHeader, default: []] += probed.map { Landmark(kind: .ubiHeader, offset: $0) }
        landmarks[.ubiHeader]?.sort { $0.offset < $1.offset }
        let found = try LandmarkRules.all.compactMap { rule -> GeometryCandidate? in
            guard let marks = landmarks[rule.kind], let spacing = Spacing(marks.map(\.offset)) else { return nil }
            return try rule.judge(spacing, marks, source)
        }
        if let first = found.first {
            candidates = [first] + found.dropFirst().filter { $0.spec != first.spec }
            return
        }
        candidates = ColumnRule.judge(sample, landmarks).map { [$0] } ?? []
    }
}
