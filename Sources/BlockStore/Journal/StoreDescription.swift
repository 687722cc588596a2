// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// What a store says of itself in words: lines of a key and a value.
///
/// Control characters and `%` are written as `%` and two hexadecimal digits.
public struct StoreDescription: Sendable, Hashable {
    /// The base's path as an IMAGE: relative to the store's folder when it is below it; nil when the store holds it itself.
    public var base: String?
    /// The base's formats with their options, from the outside in.
    public var formats: [FormatSpec] = []
    /// Which point of which store the base is; nil for another image.
    var basePoint: BasePoint?
    /// The files of the base, the first at ``base``; none for what needs no file.
    public var files: [BaseFile] = []
    /// Page layouts as `-l` takes them.
    public var layouts: [String] = []
    public var marker: BadBlockMarker?
    /// As ``RawImage/writtenAs``.
    public var writtenAs: FormatSpec?
    /// As ``RawImage/chipOOBSize``.
    public var chipOOBSize = 0
    /// Why page numbers are not the chip's; nil when they are.
    public var positionsUnknown: String?
    /// Of a trace: the filters between the chip and where it was recorded, as `--with` takes them.
    public var filters: [String] = []
    /// Where the index of the base that the store holds itself begins, in bytes; nil when it holds none.
    var contained: Int?
    /// Where the journal begins, in bytes.
    var journal = 0
    /// States before this record are only there where a mark is.
    var compacted = 0

    public init() {}

    /// Lines that end in a newline.
    var text: String {
        var lines: [(String, String)] = [("journal", "\(journal)")]
        if let base { lines.append(("base", base)) }
        lines += formats.map { ("format", $0.description) }
        if let basePoint { lines.append(("base-point", basePoint.text)) }
        lines += files.map { ("file", $0.text) }
        lines += layouts.map { ("layout", $0) }
        if let marker {
            lines.append(("marker", "\(marker.offset) " + marker.pages.map(String.init).joined(separator: ",")))
        }
        if let writtenAs { lines.append(("written-as", writtenAs.description)) }
        if chipOOBSize > 0 { lines.append(("chip-oob", "\(chipOOBSize)")) }
        if let positionsUnknown { lines.append(("positions-unknown", positionsUnknown)) }
        lines += filters.map { ("with", $0) }
        if let contained { lines.append(("contained", "\(contained)")) }
        if compacted > 0 { lines.append(("compacted", "\(compacted)")) }
        return lines.map { "\($0.0) \(Self.escaped($0.1))\n" }.joined()
    }

    /// Keys that are not known are passed over: a later version may have more to say.
    ///
    /// - Throws: ``FormatError`` for a value that makes no sense.
    init(parsing text: String, name: String) throws {
        for line in text.split(separator: "\n") {
            let (key, rest) = (line.prefix { $0 != " " }, line.drop { $0 != " " }.dropFirst())
            let value = Self.unescaped(rest)
            func number() throws -> Int {
                guard let number = Int(value), number >= 0 else { throw Self.bad(key, value, name) }
                return number
            }
            switch key {
            case "journal": journal = try number()
            case "base": base = value
            case "format": formats.append(FormatSpec(parsing: value))
            case "file":
                guard let file = BaseFile(parsing: value) else { throw Self.bad(key, value, name) }
                files.append(file)
            case "base-point":
                guard let point = BasePoint(parsing: value) else { throw Self.bad(key, value, name) }
                basePoint = point
            case "layout": layouts.append(value)
            case "marker":
                let numbers = value.split { $0 == " " || $0 == "," }.map { Int($0) }
                guard numbers.count >= 2, let all = numbers as? [Int], all.allSatisfy({ $0 >= 0 }) else {
                    throw Self.bad(key, value, name)
                }
                marker = BadBlockMarker(offset: all[0], pages: Array(all[1...]))
            case "written-as": writtenAs = FormatSpec(parsing: value)
            case "chip-oob": chipOOBSize = try number()
            case "positions-unknown": positionsUnknown = value
            case "with": filters.append(value)
            case "contained": contained = try number()
            case "compacted": compacted = try number()
            default: break
            }
        }
    }

    private static func bad(_ key: Substring, _ value: String, _ name: String) -> FormatError {
        FormatError(.badValue, name: name, at: StoreHeader.fixedSize, "the header's '\(key)' is '\(value)'")
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte in
            byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "%")
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                rest = rest.dropFirst(2)
                bytes.append(value)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
