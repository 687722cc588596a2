// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Pages that lie in memory as they do on the chip, data and then OOB of each: those of a mapped file.
///
/// A view that nobody may write through, good as long as its source lives.
public struct ResidentPages {
    public let pages: PageRange
    /// `pages.count * rawPageSize` bytes.
    public let bytes: UnsafeRawBufferPointer

    public init(_ pages: PageRange, _ bytes: UnsafeRawBufferPointer) {
        self.pages = pages
        self.bytes = bytes
    }
}
