// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Conversion
public import Flash
public import FormatKit

/// Writes the chip of a mount as an image, in the format and layout of the one that was mounted.
public struct ImageSaver: Sendable {
    private let source: any PageSource
    private let image: any RawImage
    private let path: String
    private let format: OutputFormat
    private let registry: FormatRegistry
    private let overwrites: Bool

    /// What came of saving.
    public struct Saved: Sendable {
        /// For people.
        public var line: String
        public var hasLosses: Bool
    }

    /// - Parameters:
    ///   - source: raw pages, of the image's geometry.
    ///   - overwrites: whether a file that is there may be replaced.
    /// - Throws: ``UsageError`` when the image's format cannot be written, or the file is there.
    public init(
        _ source: any PageSource, of image: any RawImage, path: String, registry: FormatRegistry, overwrites: Bool
    ) throws {
        guard let own = image.writtenAs else {
            throw UsageError(
                "--save \(path): the image's own format cannot be written",
                hint: "convert the image to another format first, and mount that")
        }
        self.source = source
        self.image = image
        self.path = path
        self.registry = registry
        self.overwrites = overwrites
        format = try OutputFormat(asInput: own, path: path, registry: registry)
        if !overwrites, FileStatus(path: path) != nil {
            throw UsageError("\(path): is already there", hint: "give --force to replace it")
        }
    }

    /// Writes it all, and puts it in its place.
    ///
    /// - Throws: what source and file throw; then nothing is left behind.
    public func save() throws -> Saved {
        let output = try ImageOutput(
            path: path, chain: format.chain, registry: registry, geometry: source.geometry,
            chipOOBSize: image.chipOOBSize, overwrite: overwrites)
        let conversion = try Conversion(
            from: source, marker: image.marker, positions: image.positions, to: output.writer)
        let account = try conversion.run()
        try output.commit()
        let entries = account.entries.map { "; \($0)" }.joined()
        return Saved(
            line: "\(path): saved, \(account.pagesWritten) pages, \(ByteCount.human(output.bytesWritten))\(entries)",
            hasLosses: account.hasLosses)
    }
}
