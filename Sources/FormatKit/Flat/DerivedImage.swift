// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// A flat image of bytes that are not the file's, but come out of it: offsets in them mean nothing to anybody.
package struct DerivedImage: RawImage {
    private let flat: FlatImage
    private let place: @Sendable (_ offset: Int) -> Int?
    package let findings: [Finding]
    /// What is warned of while a file is taken apart is missing from the image, or may be wrong in it.
    package let isDamaged: Bool

    package var geometry: Geometry { flat.geometry }
    package var geometryOrigin: GeometryOrigin { flat.geometryOrigin }
    package var chipOOBSize: Int { flat.chipOOBSize }
    package var writtenAs: FormatSpec? { flat.writtenAs }

    /// - Parameters:
    ///   - data: in whole pages, as far as the plan's geometry is given.
    ///   - plan: its findings keep their offsets, which are of the file.
    ///   - place: where a byte of the data stands in the file; nil when no single place holds it.
    /// - Throws: ``FormatError``, ``UsageError``, ``FlashError`` (`invalidGeometry`).
    package init(
        _ data: any ByteSource, plan: FlatImage.Plan, place: @escaping @Sendable (_ offset: Int) -> Int? = { _ in nil }
    ) throws {
        var own = plan
        own.findings = []
        flat = try FlatImage(data, plan: own)
        self.place = place
        isDamaged = plan.findings.contains { $0.severity == .warning }
        findings = plan.findings + flat.findings.map { Finding($0.severity, $0.message, count: $0.count) }
    }

    package func knownExtent(at page: PageNumber) -> PageExtent? { flat.knownExtent(at: page) }
    package func isBad(_ block: BlockNumber) throws -> Bool { try flat.isBad(block) }
    package func fileOffset(of page: PageNumber) -> Int? { flat.fileOffset(of: page).flatMap(place) }
    package func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        try flat.read(range, into: buffer)
    }
}
