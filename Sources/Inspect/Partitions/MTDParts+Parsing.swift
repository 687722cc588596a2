// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension MTDParts {
    /// Longest text, in bytes, and most partitions in all.
    private static let limits = (bytes: 1 << 16, partitions: 1024)

    /// Reads the kernel's grammar, with or without `mtdparts=` before it and the name of a device.
    ///
    /// - Throws: ``MTDPartsError``.
    public init(parsing text: some StringProtocol) throws(MTDPartsError) {
        var cursor = Cursor(bytes: Array(text.utf8))
        guard cursor.bytes.count <= Self.limits.bytes else {
            throw cursor.error("\(cursor.bytes.count) bytes, at most \(Self.limits.bytes)")
        }
        // U-Boot keeps the word in the variable as well.
        while cursor.take("mtdparts=") {}
        devices = []
        var count = 0
        repeat {
            var device = Device(name: cursor.deviceName(), definitions: [])
            repeat {
                let definition = try cursor.definition()
                count += 1
                guard count <= Self.limits.partitions else {
                    throw cursor.error("more than \(Self.limits.partitions) partitions")
                }
                device.definitions.append(definition)
                guard cursor.take(",") else { break }
                guard definition.size != nil else { throw cursor.error("a partition behind one that takes the rest") }
            } while true
            devices.append(device)
        } while cursor.take(";")
        guard cursor.isAtEnd else { throw cursor.error("expected ',' or ';', found \(cursor.found)") }
    }
}

/// Where in the text the parser is.
private struct Cursor {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }
    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    var found: String {
        guard let next else { return "the end" }
        return (0x20..<0x7F).contains(next)
            ? "'\(Character(UnicodeScalar(next)))'" : "the byte 0x\(String(next, radix: 16))"
    }

    func error(_ detail: String) -> MTDPartsError { MTDPartsError(offset: at, detail: detail) }

    mutating func take(_ word: String) -> Bool {
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    /// What stands before the last colon before the first parenthesis: names of devices may have colons.
    mutating func deviceName() -> String? {
        let head = bytes[at...].prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ";") }
        guard let colon = head.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        defer { at = colon + 1 }
        return String(decoding: bytes[at..<colon], as: UTF8.self)
    }

    mutating func definition() throws(MTDPartsError) -> MTDParts.Definition {
        var definition = MTDParts.Definition()
        if !take("-") {
            let start = at
            let size = try number("a size or '-'")
            guard size > 0 else { throw MTDPartsError(offset: start, detail: "a partition of no bytes") }
            definition.size = size
        }
        if take("@") { definition.offset = try number("an offset") }
        if take("(") {
            guard let end = bytes[at...].firstIndex(of: UInt8(ascii: ")")) else {
                at = bytes.count
                throw error("expected ')', found the end")
            }
            definition.name = String(decoding: bytes[at..<end], as: UTF8.self)
            at = end + 1
        }
        for flag in MTDParts.Flag.allCases where take(flag.rawValue) { definition.flags.insert(flag) }
        return definition
    }

    /// A number as the kernel's `memparse` reads it: decimal, `0x` or octal, with a suffix.
    private mutating func number(_ expected: String) throws(MTDPartsError) -> Int {
        let start = at
        let radix = take("0x") || take("0X") ? 16 : next == UInt8(ascii: "0") ? 8 : 10
        let digits = bytes[at...].prefix { Character(UnicodeScalar($0)).hexDigitValue.map { $0 < radix } ?? false }
        guard !digits.isEmpty else { throw error("expected \(expected), found \(found)") }
        at = digits.endIndex
        let suffixes: [Character: Int] = ["k": 10, "m": 20, "g": 30, "t": 40, "p": 50, "e": 60]
        var shift = 0
        if let letter = next, let known = suffixes[Character(UnicodeScalar(letter | 0x20))] {
            shift = known
            at += 1
        }
        guard let value = Int(String(decoding: digits, as: UTF8.self), radix: radix), value <= Int.max >> shift else {
            throw MTDPartsError(offset: start, detail: "a number over 2^63")
        }
        return value << shift
    }
}
