// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// Stores as files: recognising, opening for writing, making.
public enum StoreFile {
    /// Whether a file that begins with `head` says that it is a store.
    public static func hasMagic(_ head: [UInt8]) -> Bool { head.starts(with: StoreHeader.Kind.store.magic) }

    /// Opens the store at `path` for writing, with its base.
    ///
    /// - Parameters:
    ///   - base: where the base is, where it is not at its place any more.
    ///   - openImage: opens the base.
    /// - Throws: ``StoreError`` (`busy`, `damaged`, `baseMissing`, `baseChanged`), ``FormatError``, ``IOFailure``.
    public static func open(
        path: String, base: String? = nil, openImage: (ImageSpec, GeometrySpec?) throws -> OpenedImage
    ) throws -> JournaledStore {
        let history = try StoreHistory(try DiskJournalFile(path: path))
        let opened = try OpenedBase(history, path: base, isThorough: false, openImage: openImage)
        return try JournaledStore(history, base: opened.source, marker: history.header.description.marker)
    }

    /// What the store at `path` is over: the base's path, resolved; nil when it holds its base itself.
    ///
    /// - Throws: ``FormatError``, ``IOFailure``.
    public static func basePath(of path: String) throws -> String? {
        let file = ReadOnlyJournalFile(source: try FileOpening.source(path: path))
        return try StoreHeader(file).description.base.map { StorePath.resolved($0, beside: path) }
    }
}
