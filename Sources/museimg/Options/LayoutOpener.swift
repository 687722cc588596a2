// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Identification
import PageLayout

/// Opens an image and settles its layouts: as told, or as its own bytes prove.
struct LayoutOpener {
    let opener: ImageOpener
    /// What the user says of layouts; nil when they are to be found.
    let choice: LayoutChoice?
    let catalogue: LayoutCatalogue

    /// An opened image, and what is known of its layouts.
    struct Answer {
        var opened: OpenedImage
        /// nil when no layout is known.
        var layouts: LayoutPlan?
        /// What the bytes prove; nil when nobody asked them.
        var report: IdentificationReport?
    }

    func open(_ spec: ImageSpec, geometry: GeometrySpec?) throws -> Answer {
        let opened = try opener.open(spec, geometry: geometry)
        guard let choice else {
            let stated = opened.image.layouts
            guard stated.isEmpty else {
                let choice = try LayoutChoice(parsing: stated, option: "layout")
                let plan = try choice.plan(for: opened.image.geometry, catalogue: try choice.catalogue())
                return Answer(opened: opened, layouts: plan)
            }
            return try identify(opened, spec, geometry, catalogue)
        }
        if let template = choice.template(catalogue), Self.isUnsure(opened) {
            // Which pages a dump has, its layout proves best.
            let found = try identify(opened, spec, geometry, LayoutCatalogue([template]))
            return try told(choice, found.opened, spec, geometry)
        }
        return try told(choice, opened, spec, geometry)
    }

    private func told(
        _ choice: LayoutChoice, _ opened: OpenedImage, _ spec: ImageSpec, _ geometry: GeometrySpec?
    ) throws -> Answer {
        let plan = try choice.plan(for: opened.image.geometry, catalogue: catalogue)
        var again = opener
        guard let mark = Self.mark(of: plan.codecs.first?.layout, unlike: opened.image) else {
            return Answer(opened: opened, layouts: plan)
        }
        again.defaults.append(mark)
        again.geometryOrigin = opened.image.geometryOrigin
        let shape = geometry ?? GeometrySpec(opened.image.geometry)
        return Answer(opened: try again.open(spec, geometry: shape), layouts: plan)
    }

    /// Whether the geometry is no more than likely.
    private static func isUnsure(_ opened: OpenedImage) -> Bool {
        switch opened.image.geometryOrigin {
        case .given, .stated: false
        case .found, .assumed: true
        }
    }

    private func identify(
        _ opened: OpenedImage, _ spec: ImageSpec, _ geometry: GeometrySpec?, _ catalogue: LayoutCatalogue
    ) throws -> Answer {
        let identifier = Identifier(catalogue: catalogue, effort: .quick)
        // Of a flat dump that nobody explained, the bytes tell more than what was assumed of them.
        let isUnsure =
            Self.isUnsure(opened) && opened.image is FlatImage && opened.chain.last?.confidence != .certain
        guard isUnsure || opened.image.geometry.oobSize > 0 else { return Answer(opened: opened) }
        let report = try isUnsure ? identifier.identify(opened.content) : identifier.identify(opened.image)
        guard let proved = report.proved else { return Answer(opened: opened, report: report) }
        let settled = isUnsure ? try reopen(opened, spec, proved) : try remark(opened, spec, geometry, proved)
        return Answer(opened: settled, layouts: try plan(proved, settled.image.geometry), report: report)
    }

    /// The image with the pages that its layout proves.
    private func reopen(
        _ opened: OpenedImage, _ spec: ImageSpec, _ proved: IdentificationReport.Candidate
    ) throws -> OpenedImage {
        var shape = proved.geometry
        let now = opened.image.geometry
        if proved.assumesBlock, now.pageSize == shape.pageSize, now.oobSize == shape.oobSize {
            shape = GeometrySpec(now)
        }
        var again = opener
        again.geometryOrigin = .found(proved.evidence.first?.text ?? "its layout proves it")
        if proved.order != .interleaved {
            again.defaults.append(FormatSpec.Option(key: "order", value: proved.order.rawValue))
        }
        let next = try again.open(spec, geometry: shape)
        guard let mark = Self.mark(of: proved.layout, unlike: next.image) else { return next }
        again.defaults.append(mark)
        return try again.open(spec, geometry: shape)
    }

    private func remark(
        _ opened: OpenedImage, _ spec: ImageSpec, _ geometry: GeometrySpec?, _ proved: IdentificationReport.Candidate
    ) throws -> OpenedImage {
        guard let mark = Self.mark(of: proved.layout, unlike: opened.image) else { return opened }
        var again = opener
        again.defaults.append(mark)
        again.geometryOrigin = opened.image.geometryOrigin
        return try again.open(spec, geometry: geometry)
    }

    private func plan(_ proved: IdentificationReport.Candidate, _ geometry: Geometry) throws -> LayoutPlan {
        var codecs: [(layout: PageLayout, codec: LayoutCodec)] = []
        let parts = try proved.ranges.map { range in
            guard let layout = range.layout else { return LayoutPlan.Part(blocks: range.blocks, codec: nil) }
            if let known = codecs.first(where: { $0.layout == layout }) {
                return LayoutPlan.Part(blocks: range.blocks, codec: known.codec)
            }
            let codec = try LayoutCodec(layout)
            codecs.append((layout, codec))
            return LayoutPlan.Part(blocks: range.blocks, codec: codec)
        }
        return try LayoutPlan(nil, exceptions: parts, geometry: geometry)
    }

    /// The option that moves bad-block marks to where the layout has them; nil when they are there already.
    private static func mark(of layout: PageLayout?, unlike image: any RawImage) -> FormatSpec.Option? {
        guard let layout else { return nil }
        let offset = layout.marker.map { $0.range.start / 8 - layout.pageSize }.flatMap { $0 >= 0 ? $0 : nil }
        guard offset != image.marker?.offset else { return nil }
        return FormatSpec.Option(key: FlatOptions.marker.name, value: offset.map(String.init) ?? "none")
    }
}
