// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry

/// Stores over erased flash and over dumps.
enum Stores {
    static let opener = ImageOpener(registry: museimgFormats)

    static func open(_ spec: ImageSpec, _ geometry: GeometrySpec?) throws -> OpenedImage {
        try opener.open(spec, geometry: geometry)
    }

    static func create(_ path: String, over image: String) throws {
        let spec = ImageSpec(parsing: image) { museimgFormats.format(named: $0) != nil }
        try StoreCreation(opener.open(spec), path: spec.path).write(to: path, overwrites: true)
    }

    static func open(_ path: String) throws -> JournaledStore { try StoreFile.open(path: path, openImage: open) }
}
