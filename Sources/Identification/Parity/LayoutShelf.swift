// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// The catalogue's layouts for one page size at a time, with their codes built once.
struct LayoutShelf {
    let catalogue: LayoutCatalogue
    private var codecs: [LayoutTemplate.Shape: [LayoutCodec]] = [:]

    init(_ catalogue: LayoutCatalogue) { self.catalogue = catalogue }

    /// Those that can be checked.
    ///
    /// - Throws: ``LayoutError`` for a layout that does not fit a geometry which its file names.
    mutating func codecs(for shape: LayoutTemplate.Shape) throws -> [LayoutCodec] {
        if let known = codecs[shape] { return known }
        var made: [LayoutCodec] = []
        for template in catalogue.templates(for: shape) {
            let layout = try template.layout(for: shape)
            if layout.code.isKnown { made.append(try LayoutCodec(layout)) }
        }
        codecs[shape] = made
        return made
    }

    /// Names of layouts for `shape` whose code nobody has published.
    func unknown(for shape: LayoutTemplate.Shape) -> [String] {
        catalogue.templates(for: shape).filter { $0.codeIsUnknown }.map(\.name)
    }
}
