// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import SystemPackage

/// The chip that a store is a change of, opened, and compared with what it was.
struct OpenedBase {
    let source: any PageSource
    let findings: [Finding]

    /// - Parameters:
    ///   - path: where the base is now; nil for where it was.
    ///   - isThorough: whether all of it is compared, not only samples.
    /// - Throws: ``StoreError`` (`baseMissing`, `baseChanged`), and what opening it throws.
    init(
        _ history: StoreHistory, path: String?, isThorough: Bool,
        openImage: (ImageSpec, GeometrySpec?) throws -> OpenedImage
    ) throws {
        let (header, store) = (history.header, history.file.name)
        let description = header.description
        if let index = description.contained {
            source = try ContainedBase(history.file, header: header, index: index)
            findings = []
            return
        }
        guard let stated = description.base else {
            throw FormatError(.badValue, name: store, at: StoreHeader.fixedSize, "the header names no base")
        }
        let place = path ?? StorePath.resolved(stated, beside: store)
        let opened = try OpenedBase.open(
            ImageSpec(formats: description.formats, path: place), header.geometry, store, openImage)
        let files = description.files.isEmpty ? [] : [opened.file] + opened.companions.map(\.source)
        guard files.count == description.files.count else {
            throw StoreError(
                .baseChanged, "\(store): its base is of \(files.count) files, it was of \(description.files.count)")
        }
        for (file, then) in zip(files, description.files) {
            try then.check(file, isThorough: isThorough, store: store)
        }
        if let point = description.basePoint {
            try point.check(opened.image, name: opened.file.name, store: store)
        }
        guard opened.image.geometry == header.geometry else {
            throw StoreError(
                .baseChanged, "\(store): its base is a chip of \(opened.image.geometry), it was \(header.geometry)")
        }
        source = opened.image
        findings = opened.findings
    }

    private static func open(
        _ spec: ImageSpec, _ geometry: Geometry, _ store: String,
        _ openImage: (ImageSpec, GeometrySpec?) throws -> OpenedImage
    ) throws -> OpenedImage {
        do {
            return try openImage(spec, GeometrySpec(geometry))
        } catch let failure as IOFailure where failure.action == .open && failure.errno == .noSuchFileOrDirectory {
            throw StoreError(
                .baseMissing, "\(store): its base \(failure.name) is not there",
                hint: "a store holds changes only: put the base back, or name its place as in store,base=FILE:\(store)")
        }
    }
}
