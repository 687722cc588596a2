// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry

/// An opened image with the device over it that commands read.
struct Subject {
    let name: String
    let opened: OpenedImage
    /// As a protocol: a concrete type would find its members only where its module is imported, and the
    /// defaults of ``PageSource`` elsewhere.
    let device: any FlashDevice

    var geometry: Geometry { device.geometry }
    var image: any RawImage { opened.image }

    /// Opens, and tells what was noticed while doing so.
    init(_ spec: ImageSpec, geometry: GeometrySpec?, _ console: Console) throws {
        name = spec.path == "-" ? "standard input" : spec.path
        console.subject = name
        opened = try ImageOpener(registry: museimgFormats).open(spec, geometry: geometry)
        device = BlockStore(base: opened.image, marker: opened.image.marker)
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
