// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

extension PageLayout {
    /// The layout as a file that ``LayoutTemplate/init(parsing:file:)`` reads back, every range written out.
    ///
    /// - Parameter name: in place of its own.
    public func file(named name: String? = nil) -> String {
        LayoutText(self, name: name ?? self.name).text
    }
}

/// Writes a layout as TOML.
struct LayoutText {
    let text: String

    init(_ layout: PageLayout, name: String) {
        var lines = [
            "name = \(Self.quoted(name))", "title = \(Self.quoted(layout.title))",
            "source = \(Self.quoted(layout.source))", "sureness = \(Self.quoted(layout.sureness.rawValue))",
            "geometries = [\"\(layout.pageSize)+\(layout.oobSize)\"]", "", "[code]",
        ]
        lines += Self.code(layout)
        for step in layout.steps {
            lines += ["", "[[steps]]", "message = ["] + step.message.map { "    \(Self.piece($0))," } + ["]"]
            lines.append("parity = [\(step.parity.map { Self.range($0) }.joined(separator: ", "))]")
            guard !step.pads.isEmpty else { continue }
            let pads = step.pads.map { Self.range($0.range, more: ", value = \($0.value ? 1 : 0)") }
            lines.append("pad = [\(pads.joined(separator: ", "))]")
        }
        let swaps = Self.swaps(layout)
        for swap in swaps { lines += ["", "[[swap]]", "byte = \(swap.0)", "with = \(swap.1)"] }
        if let marker = layout.marker {
            lines += [
                "", "[marker]", "byte = \(marker.range.start / 8)", "bytes = \(marker.range.count / 8)",
                "pages = \(marker.pages)",
            ]
        }
        for range in layout.fields.filter({ $0.kind == .free }).map(\.range).joined() {
            lines += ["", "[[free]]"] + Self.keys(range)
        }
        lines += Self.order(layout, swaps)
        lines += layout.scrambler.map(Self.scrambler) ?? []
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"", "\\": out += "\\\(character)"
            case "\n", "\r", "\t": out += " "
            default: if character.value >= 0x20, character.value != 0x7F { out.unicodeScalars.append(character) }
            }
        }
        return out + "\""
    }

    private static func keys(_ range: BitRange) -> [String] {
        var keys = ["byte = \(range.start / 8)"]
        if range.start % 8 != 0 { keys.append("bit = \(range.start % 8)") }
        keys.append(range.count % 8 == 0 ? "bytes = \(range.count / 8)" : "bits = \(range.count)")
        return keys
    }

    private static func range(_ range: BitRange, more: String = "") -> String {
        "{ \(keys(range).joined(separator: ", "))\(more) }"
    }

    private static func piece(_ piece: LayoutStep.Piece) -> String {
        switch piece {
        case .data(let place): range(place)
        case .oob(let place): range(place, more: ", oob = true")
        case .constant(let value, let count): "{ \(value ? "ones" : "zeros") = \(count) }"
        }
    }

    private static func hex(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }

    private static func code(_ layout: PageLayout) -> [String] {
        switch layout.code {
        case .none: return ["kind = \"none\""]
        case .unknown: return ["kind = \"unknown\"", "order = \"\(layout.order.rawValue)\""]
        case .hamming(let variant): return ["kind = \"hamming\"", "variant = \"\(variant.rawValue)\""]
        case .bch(let code, let form):
            var lines = [
                "kind = \"bch\"", "m = \(code.m)", "polynomial = \(hex(code.polynomial))",
                "strength = \(code.strength)", "order = \"\(form.order.rawValue)\"",
            ]
            if form.invertsMessage { lines.append("invert_message = true") }
            if form.invertsParity { lines.append("invert_parity = true") }
            switch form.mask {
            case .none: break
            case .erased: lines.append("mask = \"erased\"")
            case .bytes(let bytes):
                let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                lines.append("mask = \"\(digits)\"")
            }
            return lines
        case .reedSolomon(let code):
            var lines = [
                "kind = \"reed-solomon\"", "m = \(code.m)", "polynomial = \(hex(code.polynomial))",
                "roots = \(code.roots)", "first_root = \(code.firstRoot)", "message = \"\(code.message.rawValue)\"",
                "parity = \"\(code.parity.rawValue)\"", "trailing_zeros = \(code.trailingZeros)",
            ]
            if code.erasedAsFF { lines.append("erased_ff = true") }
            return lines
        }
    }

    /// Bytes that change places: where the page's data does not lie where the steps have it.
    private static func swaps(_ layout: PageLayout) -> [(Int, Int)] {
        let plain = layout.steps.flatMap(\.message).compactMap { piece in
            if case .data(let range) = piece { range } else { nil }
        }.joined()
        guard !plain.isEmpty, plain != layout.data else { return [] }
        var swaps: [(Int, Int)] = []
        var (i, j, inPlain, inData) = (0, 0, 0, 0)
        while i < plain.count, j < layout.data.count {
            let (a, b) = (plain[i].start + inPlain, layout.data[j].start + inData)
            let length = min(plain[i].count - inPlain, layout.data[j].count - inData)
            if a != b {
                let pair = (min(a / 8, b / 8), max(a / 8, b / 8))
                if !swaps.contains(where: { $0 == pair }) { swaps.append(pair) }
            }
            (inPlain, inData) = (inPlain + length, inData + length)
            if inPlain == plain[i].count { (i, inPlain) = (i + 1, 0) }
            if inData == layout.data[j].count { (j, inData) = (j + 1, 0) }
        }
        return swaps
    }

    /// The order of the OOB, where it is not that of the raw page.
    private static func order(_ layout: PageLayout, _ swaps: [(Int, Int)]) -> [String] {
        let plain = layout.steps.flatMap(\.message).compactMap { piece in
            if case .data(let range) = piece { range } else { nil }
        }
        let usual = (plain.isEmpty ? [BitRange(byte: 0, bytes: layout.pageSize)] : plain)
            .complement(in: layout.rawPageSize * 8)
        guard LayoutPlaces.swapped(usual, swaps).joined() != layout.oob else { return [] }
        // Exchanging twice is no exchange.
        return LayoutPlaces.swapped(layout.oob, swaps.reversed()).joined().flatMap { ["", "[[oob_order]]"] + keys($0) }
    }

    private static func scrambler(_ scrambler: LayoutScrambler) -> [String] {
        var lines = [
            "", "[scrambler]", "generator = \"\(scrambler.generator.rawValue)\"",
            "seeds = [\(scrambler.seeds.map { "\($0)" }.joined(separator: ", "))]", "streams = [",
        ]
        for stream in scrambler.streams {
            lines.append("    { ranges = [\(stream.map { range($0) }.joined(separator: ", "))] },")
        }
        lines.append("]")
        if !scrambler.plain.isEmpty {
            lines.append("plain = [\(scrambler.plain.map { range($0) }.joined(separator: ", "))]")
        }
        return lines
    }
}
