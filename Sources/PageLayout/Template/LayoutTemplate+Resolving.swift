// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

extension LayoutTemplate {
    /// The layout for pages of one shape.
    ///
    /// - Throws: ``LayoutError`` (`malformed` for names and numbers that have no value, `impossible`).
    public func layout(for shape: Shape) throws(LayoutError) -> PageLayout {
        guard shape.pageSize <= Geometry.Limits.pageSize, shape.oobSize <= Geometry.Limits.oobSize else {
            throw LayoutError(.impossible, name, at: "geometries", "\(shape) bytes is no page")
        }
        let resolver = TemplateResolver(template: self, shape: shape)
        var parts = PageLayout.Parts(name: name, pageSize: shape.pageSize, oobSize: shape.oobSize)
        parts.title = title
        parts.source = source
        parts.sureness = sureness
        parts.order = code.order
        parts.code = try resolver.code(code)
        for group in groups { parts.steps += try resolver.steps(group) }
        parts.free = try resolver.ranges(free)
        parts.oob = try oobOrder.map { (spans) throws(LayoutError) in try resolver.ranges(spans) }
        if let marker {
            for range in try resolver.ranges([marker.span]) {
                parts.marker = MarkerRule(range: range, pages: marker.pages)
            }
        }
        for swap in swaps {
            parts.swaps.append((try resolver.number(swap.a, swap.path), try resolver.number(swap.b, swap.path)))
        }
        parts.scrambler = try scrambler.map { (scrambler) throws(LayoutError) in
            try resolver.scrambler(scrambler)
        }
        return try PageLayout(parts)
    }
}
