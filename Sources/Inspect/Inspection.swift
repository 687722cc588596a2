// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// What is known of a chip after a look at all of it.
public struct Inspection: Sendable {
    public let geometry: Geometry
    public let blocks: BlockCensus
    /// Which pages were read.
    public let coverage: Coverage
    /// In the order of their offsets.
    public let contents: [Content]
    /// Doubts and damage, each with what to do about it where there is something.
    public let findings: [Finding]

    /// Looks over `source` once.
    ///
    /// - Parameters:
    ///   - marker: where bad-block marks were looked for; nil when nowhere.
    ///   - origin: where the geometry comes from: a found one is not doubted.
    /// - Throws: what reading throws.
    public init(_ source: any PageSource, marker: BadBlockMarker? = nil, origin: GeometryOrigin = .given) throws {
        geometry = source.geometry
        coverage = Coverage.plan(source)
        var survey = Survey(source, coverage)
        try survey.run()
        blocks = survey.census
        contents = try survey.contents()
        var findings = try GeometryDoubt.findings(source, origin)
        findings += MarkerDoubt.findings(blocks, marker)
        findings += HoleNote.findings(blocks) + survey.notes
        for content in contents {
            findings += content.problems.map { Finding(.warning, $0, at: content.fileOffset) }
        }
        self.findings = findings
    }
}
