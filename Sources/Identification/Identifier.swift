// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
public import PageLayout

/// Finds geometry, order and layouts of a dump from its bytes, each with a proof.
public struct Identifier: Sendable {
    /// How much is tried.
    public enum Effort: String, CaseIterable, Sendable {
        /// A few MiB are read, and only layouts of the catalogue are tried, for the likeliest pages.
        case quick
        /// Every layout of the catalogue, with and without decoding, and recovery of unknown codes.
        case normal
        /// The same with more pages and all polynomials.
        case full
    }

    let catalogue: LayoutCatalogue
    let effort: Effort

    public init(catalogue: LayoutCatalogue, effort: Effort = .normal) {
        self.catalogue = catalogue
        self.effort = effort
    }

    /// Looks at bytes without wrappers whose geometry is unknown.
    ///
    /// - Parameter hint: what the user gave as the geometry; then no other is tried.
    /// - Throws: what reading throws (``IOFailure``, ``LayoutError`` for a catalogue that does not fit together).
    public func identify(_ bytes: any ByteSource, hint: GeometrySpec? = nil) throws -> IdentificationReport {
        var search = try DumpSearch(bytes, hint: hint, catalogue, effort)
        return try search.run()
    }

    /// Looks at pages whose geometry is known: of a format that states it, or of a store.
    ///
    /// - Throws: what reading throws, ``LayoutError``.
    public func identify(_ pages: any PageSource) throws -> IdentificationReport {
        var search = PageSearch(pages, catalogue, effort)
        return try search.run()
    }
}
