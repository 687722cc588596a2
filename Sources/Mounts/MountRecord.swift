// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A live mount, as its file in the run folder tells of it.
public struct MountRecord: Codable, Sendable, Hashable {
    public enum Kind: String, Codable, Sendable { case mtd, fuse }

    /// `mtd4`, or the directory.
    public var place: String
    public var kind: Kind
    public var pid: Int32
    /// Absolute.
    public var image: String
    /// As in `2048+64x64x1024`.
    public var geometry: String
    /// Bytes of data.
    public var size: Int
    /// Names of the layouts, in the order of their blocks.
    public var layouts: [String]
    /// `read-only`, `volatile` or `store`.
    public var changes: String
    /// Filters before the chip, the nearest to it first, as `--with` takes them; nil for none.
    public var filters: [String]?
    /// Where operations are recorded, absolute.
    public var trace: String?
    /// The store that changes go to, absolute.
    public var store: String?
    /// Where the changed image goes at the end, absolute.
    public var save: String?
    /// In mtdparts' grammar.
    public var partitions: String?

    public init(
        place: String, kind: Kind, pid: Int32, image: String, geometry: String, size: Int, layouts: [String],
        changes: String, filters: [String]? = nil, trace: String? = nil, store: String? = nil, save: String? = nil,
        partitions: String? = nil
    ) {
        self.place = place
        self.kind = kind
        self.pid = pid
        self.image = image
        self.geometry = geometry
        self.size = size
        self.layouts = layouts
        self.changes = changes
        self.filters = filters
        self.trace = trace
        self.store = store
        self.save = save
        self.partitions = partitions
    }
}
