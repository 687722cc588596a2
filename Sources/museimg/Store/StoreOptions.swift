// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit
import FormatRegistry

/// The store that a command is about.
struct StoreOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The store's file.", valueName: "store"), completion: .file())
    var store: String

    @OptionGroup var place: BaseOptions

    /// Opens it for writing, and tells what of its end was not whole.
    ///
    /// - Throws: `StoreError` (`busy`) when somebody else writes to it.
    func open(_ console: Console) throws -> JournaledStore {
        console.subject = store
        let opened = try StoreFile.open(path: store, base: place.base, openImage: BaseOptions.open)
        if let dropped = opened.dropped { console.warnAlways("\(store): \(dropped.words)") }
        return opened
    }
}

/// Where a store's base is.
struct BaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The image that the store is a change of, where it was moved.", valueName: "path"),
        completion: .file())
    var base: String?

    static let open: @Sendable (ImageSpec, GeometrySpec?) throws -> OpenedImage = {
        try ImageOpener(registry: museimgFormats).open($0, geometry: $1)
    }

    /// `text` as an IMAGE: a store, with a point behind it or not.
    func spec(_ text: String) -> ImageSpec {
        var spec = OpenOptions.spec(text)
        if spec.formats.isEmpty { spec.formats = [FormatSpec("store")] }
        if let base { spec.formats[spec.formats.count - 1].options.append(.init(key: "base", value: base)) }
        return spec
    }

    /// A store at one of its points, and what was noticed while opening it.
    ///
    /// - Throws: ``UsageError`` for what is no store.
    func image(_ text: String, _ console: Console) throws -> StoreImage {
        console.subject = text
        let opened = try Self.open(spec(text), nil)
        console.report(opened.findings, of: text)
        guard let image = opened.image as? StoreImage else { throw UsageError("\(text): is no store") }
        return image
    }
}
