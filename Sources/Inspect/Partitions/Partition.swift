// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A named stretch of a chip's data, as an MTD partition is.
public struct Partition: Sendable, Hashable {
    public var name: String
    /// In bytes of data, OOB not counted.
    public var offset: Int
    /// In bytes of data.
    public var size: Int
    public var isReadOnly: Bool

    public init(name: String, offset: Int, size: Int, isReadOnly: Bool = false) {
        self.name = name
        self.offset = offset
        self.size = size
        self.isReadOnly = isReadOnly
    }

    /// Where it ends in the data, in bytes.
    public var end: Int { offset + size }
}
