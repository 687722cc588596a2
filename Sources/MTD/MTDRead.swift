// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What a read gave, and what ECC says of it.
public struct MTDRead {
    /// What was asked for, where it came in pieces; nil where it is ``bytes``. As good as they are.
    public internal(set) var pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>?
    /// In the room that the read was made with, and good until its next use.
    public internal(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Most wrong bits in one ECC step, as far as they were corrected.
    public internal(set) var bitflips = 0
    /// Some of the bytes are as the chip gave them: wrong beyond correction, or not held by the dump at all.
    public internal(set) var isUncorrectable = false
}

/// Which bytes of a page's OOB are meant.
public enum OOBMode: Sendable, Hashable {
    /// All of them, where they lie.
    case place
    /// Those that file systems may use, packed.
    case auto
}

/// How the bits of a page are wanted.
public enum ReadMode: Sendable, Hashable {
    /// After the layout's ECC, in the layout's places.
    case corrected
    /// As they lie on the chip.
    case raw
}
