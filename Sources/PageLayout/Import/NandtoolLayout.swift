// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

/// A layout of a nandtool configuration.
struct NandtoolLayout: Hashable, Sendable {
    let shape: LayoutTemplate.Shape
    /// Ranges for each chunk.
    private let data: [[Range<Int>]]
    private let protected: [[Range<Int>]]
    private let parity: [[Range<Int>]]
    /// nil where nothing is protected.
    private let code: BCHParameters?
    private let form: BCHForm
    /// Bits before the parity in its bytes.
    private let shift: Int

    init(_ section: TOMLSection, in top: TOMLSection) throws(LayoutError) {
        shape = LayoutTemplate.Shape(
            pageSize: try section.number("pagesize"), oobSize: try section.number("oobsize"))
        data = try Self.ranges(section, "user_data")
        protected = try Self.ranges(section, "ecc_protected_data")
        parity = try Self.ranges(section, "ecc")
        guard protected.count == parity.count else {
            throw section.malformed("ecc", "\(parity.count) chunks, expected \(protected.count)")
        }
        shift = try section.number("left_shift_ecc_buf", usual: 0)
        code = try Self.code(section, in: top)
        guard protected.isEmpty == (code == nil) else {
            throw section.malformed("ecc_algorithm", "chunks without a code, or a code without chunks")
        }
        let reverses = try section.bool("ecc_reverse")
        let (inverts, invertsMessage) = (
            try section.bool("ecc_invert"), try section.bool("ecc_protected_data_invert")
        )
        guard reverses == (try section.bool("ecc_protected_data_reverse")) else {
            throw section.malformed(
                "ecc_reverse", "message and parity in different bit orders: a layout file cannot say that")
        }
        // nandtool 0.3.1 takes each of the two for the other.
        guard reverses == inverts, reverses == invertsMessage else {
            throw section.malformed(
                "ecc_reverse", "reversed but not inverted, or the other way round: nandtool itself mixes these up")
        }
        form = BCHForm(order: reverses ? .lsb : .msb, invertsMessage: reverses, invertsParity: reverses)
    }

    private static func code(_ section: TOMLSection, in top: TOMLSection) throws(LayoutError) -> BCHParameters? {
        let algorithm: TOMLSection?
        if case .string(let name)? = section.values["ecc_algorithm"] {
            algorithm = try top.section(name)
            guard algorithm != nil else { throw top.malformed(name, "is missing: the algorithm of \(section.path)") }
        } else {
            algorithm = try section.section("ecc_algorithm")
        }
        guard let algorithm else { return nil }
        let polynomial = try algorithm.number("poly")
        guard let polynomial = UInt32(exactly: polynomial), polynomial > 1 else {
            throw algorithm.malformed("poly", "\(polynomial), expected a polynomial of up to 32 bits")
        }
        return BCHParameters(
            m: 31 - polynomial.leadingZeroBitCount, polynomial: polynomial, strength: try algorithm.number("t"))
    }

    private static func ranges(_ section: TOMLSection, _ key: String) throws(LayoutError) -> [[Range<Int>]] {
        var chunks: [[Range<Int>]] = []
        for chunk in try section.list(key) {
            guard case .array(let items) = chunk else {
                throw section.malformed(key, "\(chunk.kind), expected lists of [start, end]")
            }
            var ranges: [Range<Int>] = []
            for item in items {
                guard case .array(let ends) = item, ends.count == 2, case .integer(let start) = ends[0],
                    case .integer(let end) = ends[1], start >= 0, start < end, end <= 1 << 20
                else { throw section.malformed(key, "a range that is not [start, end], in bytes of the raw page") }
                ranges.append(start..<end)
            }
            chunks.append(ranges)
        }
        return chunks
    }
}

extension NandtoolLayout {
    /// - Throws: ``LayoutError`` (`malformed`) for what a layout file cannot say.
    func toml(name: String, file: String) throws(LayoutError) -> String {
        func impossible(_ detail: String) -> LayoutError { LayoutError(.malformed, file, at: name, detail) }
        let wanted = data.flatMap { $0 }
        guard !wanted.isEmpty else { throw impossible("it has no user_data") }
        var lines = [
            "name = \"\(Self.plain(name))\"", "title = \"\(Self.plain(name)) of a nandtool configuration\"",
            "source = \"nandtool configuration \(Self.plain(file.split(separator: "/").last.map(String.init) ?? file))\"",
            "sureness = \"stated\"",
            "geometries = [\"\(shape)\"]", "", "[code]",
        ]
        guard let code else {
            lines += ["kind = \"unknown\"", "", "[[steps]]", "message = ["]
            lines += wanted.map { "    \(Self.span($0))," } + ["]"]
            return lines.joined(separator: "\n") + "\n"
        }
        lines += [
            "kind = \"bch\"", "m = \(code.m)", "polynomial = \(ByteCount.hex(Int(code.polynomial)))",
            "strength = \(code.strength)", "order = \"\(form.order.rawValue)\"",
        ]
        if form.invertsMessage { lines += ["invert_message = true", "invert_parity = true"] }
        var told: [Range<Int>] = []
        for (message, parity) in zip(protected, parity) {
            lines += ["", "[[steps]]", "message = ["]
            for range in message {
                for (part, isData) in Self.split(range, by: wanted) {
                    lines.append("    \(Self.span(part, isOOB: !isData)),")
                    if isData { told.append(part) }
                }
            }
            guard parity.count == 1, let place = parity.first, (0..<8).contains(shift) else {
                throw impossible("parity in several pieces, or shifted by \(shift) bits: not read by this import")
            }
            let bits = code.m * code.strength
            lines += [
                "]", "parity = [{ byte = \(place.lowerBound), \(shift > 0 ? "bit = \(shift), " : "")bits = \(bits) }]",
            ]
        }
        guard Self.joined(told) == Self.joined(wanted) else {
            throw impossible("user_data that no code protects, or in another order than the code takes it")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func span(_ range: Range<Int>, isOOB: Bool = false) -> String {
        "{ byte = \(range.lowerBound), bytes = \(range.count)\(isOOB ? ", oob = true" : "") }"
    }

    /// What TOML takes in a string without escapes.
    private static func plain(_ text: String) -> String {
        String(
            text.map { $0 == "\"" || $0 == "\\" || $0.isNewline || $0.asciiValue.map { $0 < 32 } == true ? "_" : $0 })
    }

    /// Pieces of `range`, each wholly in or out of the data.
    private static func split(_ range: Range<Int>, by data: [Range<Int>]) -> [(Range<Int>, Bool)] {
        let cuts = ([range.lowerBound, range.upperBound] + data.flatMap { [$0.lowerBound, $0.upperBound] })
            .filter { range.contains($0) || $0 == range.upperBound }
        let ends = Set(cuts).sorted()
        return zip(ends, ends.dropFirst()).map { a, b in (a..<b, data.contains { $0.contains(a) }) }
    }

    /// Ranges that follow each other become one.
    private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var out: [Range<Int>] = []
        for range in ranges {
            if let last = out.last, last.upperBound == range.lowerBound {
                out[out.count - 1] = last.lowerBound..<range.upperBound
            } else {
                out.append(range)
            }
        }
        return out
    }
}
