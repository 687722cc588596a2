// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A bounds-checked cursor over untrusted bytes.
///
/// Every read is checked and throws a ``FormatError`` with the absolute offset. Cut first, then parse: ``slice(_:_:)``
/// gives a child that cannot read past its parent.
public struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private let name: String
    /// What the file offset of `bytes[bytes.startIndex]` is.
    private let base: Int
    private var index: Int

    /// - Parameters:
    ///   - base: where `bytes` begin in the file, in bytes.
    ///   - name: the file's name, for errors.
    public init(_ bytes: [UInt8], base: Int = 0, name: String = "") {
        self.init(bytes[...], base: base, name: name)
    }

    private init(_ bytes: ArraySlice<UInt8>, base: Int, name: String) {
        self.bytes = bytes
        self.base = base
        self.name = name
        index = bytes.startIndex
    }

    /// Bytes left to read.
    public var remaining: Int { bytes.endIndex - index }
    /// Where the next byte lies, in bytes from the start of the file.
    public var offset: Int { base + (index - bytes.startIndex) }

    private mutating func take(_ count: Int, _ field: String) throws(FormatError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw FormatError(
                .truncated, name: name, at: offset, "\(field) needs \(count) bytes, \(remaining) are left")
        }
        let cut = bytes[index..<(index + count)]
        index += count
        return cut
    }

    /// The next `count` bytes.
    public mutating func array(_ count: Int, _ field: String) throws(FormatError) -> [UInt8] {
        Array(try take(count, field))
    }

    /// A cursor over the next `count` bytes alone.
    public mutating func slice(_ count: Int, _ field: String) throws(FormatError) -> ByteReader {
        let start = offset
        return ByteReader(try take(count, field), base: start, name: name)
    }

    public mutating func skip(_ count: Int, _ field: String) throws(FormatError) {
        _ = try take(count, field)
    }

    public mutating func u8(_ field: String) throws(FormatError) -> UInt8 {
        let cut = try take(1, field)
        return cut[cut.startIndex]
    }

    /// A big-endian number.
    public mutating func big<T: FixedWidthInteger & UnsignedInteger>(
        _ type: T.Type, _ field: String
    ) throws(FormatError) -> T {
        var value: T = 0
        for byte in try take(T.bitWidth / 8, field) { value = value << 8 | T(byte) }
        return value
    }

    /// A little-endian number.
    public mutating func little<T: FixedWidthInteger & UnsignedInteger>(
        _ type: T.Type, _ field: String
    ) throws(FormatError) -> T {
        try big(type, field).byteSwapped
    }

    /// Text of `count` bytes up to the first NUL; bytes that do not print become '.'.
    public mutating func text(_ count: Int, _ field: String) throws(FormatError) -> String {
        let cut = try take(count, field).prefix { $0 != 0 }
        return String(decoding: cut.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }
}
