// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry
import Identification
import PageLayout

/// An opened image with the device over it that commands read.
struct Subject {
    let name: String
    let opened: OpenedImage
    /// The layouts of its pages; nil when none is known.
    let layouts: LayoutPlan?
    /// What its bytes prove of geometry and layouts; nil when nobody asked them.
    let identification: IdentificationReport?
    /// What the user said of layouts; nil when nothing.
    let told: LayoutChoice?
    /// Data and OOB in their places and corrected, as far as layouts are known.
    ///
    /// As a protocol: a concrete type would find its members only where its module is imported, and the
    /// defaults of ``PageSource`` elsewhere.
    let device: any FlashDevice

    var geometry: Geometry { device.geometry }
    var image: any RawImage { opened.image }
    /// The pages as they lie on the chip.
    var raw: any PageSource { opened.image }

    /// Opens, and tells what was noticed while doing so.
    ///
    /// - Parameter captures: of the same dump, which its format joins to it.
    /// - Throws: ``UsageError`` when its format joins none.
    init(
        _ spec: ImageSpec, geometry: GeometrySpec?, layout: LayoutChoice? = nil, captures: [String] = [],
        _ console: Console
    ) throws {
        name = spec.path == "-" ? "standard input" : spec.path
        console.subject = name
        told = layout
        var images = ImageOpener(registry: museimgFormats)
        images.defaults = captures.map { .init(key: "also", value: $0) }
        let opener = LayoutOpener(
            opener: images, choice: layout,
            catalogue: try layout?.catalogue() ?? .embedded())
        let answer = try opener.open(spec, geometry: geometry)
        opened = answer.opened
        if !captures.isEmpty, opened.chain.last?.spec.options.contains(where: { $0.key == "also" }) != true {
            throw UsageError(
                "\(name) is \(opened.chainDescription): only captures of a console's text are joined",
                hint: "--vote takes several dumps of one chip")
        }
        layouts = answer.layouts
        identification = answer.report
        if let layouts {
            let decoded = DecodedSource(opened.image, plan: layouts, mode: .init(corrects: true))
            device = BlockStore(base: decoded, marker: layouts.logicalMarker ?? opened.image.marker)
        } else {
            device = BlockStore(base: opened.image, marker: opened.image.marker)
        }
        console.report(opened.findings, of: name)
        tellHow(console)
    }

    private func tellHow(_ console: Console) {
        guard console.options.verbose else { return }
        for link in opened.chain {
            let member = link.member.map { ", member '\($0)'" } ?? ""
            console.note("\(name): \(link.format)\(member): \(link.confidence), \(link.reason)")
        }
        console.note("\(name): geometry \(self.geometry), \(image.geometryOrigin.words)")
        for part in layouts?.parts ?? [] {
            let (first, last) = (part.blocks.lowerBound.rawValue, part.blocks.upperBound.rawValue - 1)
            console.note("\(name): blocks \(first)..\(last): layout \(part.codec?.layout.name ?? "none")")
        }
        if case .unknown(let reason) = image.positions { console.note("\(name): positions unknown: \(reason)") }
    }
}

extension GeometryOrigin {
    /// For a line of text: where the geometry comes from.
    var words: String {
        switch self {
        case .given: "as given"
        case .stated: "as the file says"
        case .found(let reason): "found: \(reason)"
        case .assumed(let reason): "assumed: \(reason)"
        }
    }
}
