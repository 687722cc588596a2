// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Opens an image and settles its layouts; the layout then says where bad-block marks are.
struct LayoutOpener {
    let opener: ImageOpener

    func open(
        _ spec: ImageSpec, geometry: GeometrySpec?, layout: LayoutChoice?
    ) throws -> (OpenedImage, LayoutPlan?) {
        let opened = try opener.open(spec, geometry: geometry)
        guard let layout else { return (opened, nil) }
        let plan = try layout.plan(for: opened.image.geometry, catalogue: try .embedded())
        guard let mark = Self.mark(of: plan, unlike: opened.image) else { return (opened, plan) }
        var again = opener
        again.defaults.append(mark)
        return (try again.open(spec, geometry: geometry), plan)
    }

    /// The option that moves bad-block marks to where the layout has them; nil when they are there already.
    private static func mark(of plan: LayoutPlan, unlike image: any RawImage) -> FormatSpec.Option? {
        guard let layout = plan.codecs.first?.layout else { return nil }
        let offset = layout.marker.map { $0.range.start / 8 - layout.pageSize }.flatMap { $0 >= 0 ? $0 : nil }
        guard offset != image.marker?.offset else { return nil }
        return FormatSpec.Option(key: FlatOptions.marker.name, value: offset.map(String.init) ?? "none")
    }
}
