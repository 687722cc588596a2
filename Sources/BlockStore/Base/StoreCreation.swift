// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// Makes stores.
public struct StoreCreation: Sendable {
    /// The image that the store is to be a change of.
    public var image: OpenedImage
    /// Its path as the user gave it.
    public var path: String
    /// Page layouts as `-l` takes them.
    public var layouts: [String]
    /// Where bad blocks are marked; nil for where the image has its marks.
    public var marker: BadBlockMarker?
    /// Whether the store is to hold the image's pages itself.
    public var isSelfContained: Bool

    public init(
        _ image: OpenedImage, path: String, layouts: [String] = [], marker: BadBlockMarker? = nil,
        isSelfContained: Bool = false
    ) {
        self.image = image
        self.path = path
        self.layouts = layouts
        self.marker = marker
        self.isSelfContained = isSelfContained
    }

    /// Writes an empty store.
    ///
    /// - Parameters:
    ///   - place: its path.
    ///   - overwrites: whether a file that is there is replaced.
    /// - Returns: its size in bytes.
    /// - Throws: ``UsageError``, ``IOFailure``; then nothing is left behind.
    @discardableResult
    public func write(to place: String, overwrites: Bool) throws -> Int {
        if !overwrites, FileStatus(path: place) != nil { throw NewStoreFile.isThere(place) }
        var description = try describe(place)
        let geometry = image.image.geometry
        let new = try NewStoreFile(path: place)
        var header = StoreHeader(geometry: geometry, description: description)
        // Room for two numbers that are not known yet.
        let reserved = header.size + 4096
        var end = reserved
        if isSelfContained {
            let written = try ContainedBaseWriter(source: image.image, file: new.file, seed: header.seed)
                .write(at: reserved)
            (description.contained, end) = (written.index, written.end)
        }
        description.journal = end
        header.description = description
        try header.encoded(reserved: reserved).withUnsafeBytes { try new.file.write($0, at: 0) }
        try new.commit(overwrites: overwrites)
        return end
    }

    private func describe(_ place: String) throws -> StoreDescription {
        var description = StoreDescription()
        let chip = image.image
        guard chip.geometry.pagesPerBlock / chip.geometry.unitPages <= StoreHeader.mostUnits else {
            throw UsageError("\(path): \(chip.geometry.pagesPerBlock) pages in a block are more than any chip has")
        }
        description.layouts = layouts
        description.marker = marker ?? chip.marker
        description.writtenAs = chip.writtenAs
        description.chipOOBSize = chip.chipOOBSize
        if case .unknown(let reason) = chip.positions { description.positionsUnknown = reason }
        guard !isSelfContained else { return description }
        guard path != "-" else {
            throw UsageError("standard input cannot be the base of a store", hint: "--self-contained keeps its pages")
        }
        if let store = chip as? StoreImage {
            guard image.chain.count == 1 else {
                throw UsageError("\(path): is a packed store", hint: "unpack it, or keep its pages: --self-contained")
            }
            // Its file may grow: what is bound to is one of its points.
            description.formats = [store.spec(at: store.point)]
            description.base = StorePath.kept(path, beside: place)
            description.basePoint = try BasePoint(store.history, at: store.point)
            return description
        }
        description.formats = image.chain.map(\.spec)
        let isFile = !(image.file is MemorySource)
        description.base = isFile ? StorePath.kept(path, beside: place) : path
        guard isFile else { return description }
        description.files = [try BaseFile(image.file, path: description.base ?? path)]
        for companion in image.companions {
            // Its option names it from anywhere.
            let whole = StorePath.absolute(companion.path)
            description.files.append(try BaseFile(companion.source, path: whole))
            for i in description.formats.indices {
                for j in description.formats[i].options.indices
                where description.formats[i].options[j].value == companion.path {
                    description.formats[i].options[j].value = whole
                }
            }
        }
        return description
    }
}
