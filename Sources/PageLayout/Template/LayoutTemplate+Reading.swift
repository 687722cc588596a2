// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutTemplate {
    /// Reads a layout file that holds one layout.
    ///
    /// - Parameters:
    ///   - text: TOML.
    ///   - file: what it is called in messages, and the layout when it has no name of its own.
    /// - Throws: ``LayoutError`` (`malformed`) with line and column, or with the key.
    public init(parsing text: String, file: String) throws(LayoutError) {
        let family = try Self.family(parsing: text, file: file)
        guard family.count == 1 else {
            throw LayoutError(
                .malformed, file, at: "variants",
                "it holds several layouts (\(family.map(\.name).joined(separator: ", "))), expected one")
        }
        self = family[0]
    }

    /// Reads a layout file: one layout, or one for each of its variants.
    ///
    /// - Throws: ``LayoutError`` (`malformed`) with line and column, or with the key.
    public static func family(parsing text: String, file: String) throws(LayoutError) -> [LayoutTemplate] {
        let top = try TOMLSection(file: file, path: "", try TOMLTree(parsing: text, name: file))
        try top.checkKeys(ownKeys + ["variants", "code", "steps", "free", "marker", "swap", "scrambler", "oob_order"])
        let variants = try top.sections("variants")
        guard variants.count <= maximumVariants else {
            throw top.malformed("variants", "\(variants.count) of them, expected at most \(maximumVariants)")
        }
        guard !variants.isEmpty else { return [try LayoutTemplate(top)] }
        var family: [LayoutTemplate] = []
        for variant in variants {
            try variant.checkKeys(ownKeys)
            _ = try variant.required("name")
            family.append(try LayoutTemplate(top.overlaid(by: variant)))
        }
        return family
    }

    /// What a variant may have of its own.
    private static let ownKeys = ["name", "title", "source", "sureness", "notes", "geometries", "let"]
    private static let maximumVariants = 64

    private init(_ top: TOMLSection) throws(LayoutError) {
        name = try top.string("name") ?? top.file
        title = try top.string("title") ?? ""
        source = try top.string("source") ?? ""
        sureness = try top.choice("sureness") ?? .open
        notes = try top.string("notes")
        shapes = []
        for text in try top.strings("geometries") { shapes.append(try Self.shape(text, top)) }
        guard !shapes.isEmpty else { throw top.malformed("geometries", "is missing: a list as in [\"2048+64\"]") }
        definitions = [:]
        if let section = try top.section("let") {
            for key in section.values.keys.sorted() { definitions[key] = try section.expression(key) }
        }
        code = try top.section("code").map(CodeTemplate.init) ?? .none
        groups = []
        for section in try top.sections("steps") { groups.append(try Group(section)) }
        free = try Self.spans(top, "free")
        oobOrder = top.values["oob_order"] == nil ? nil : try Self.spans(top, "oob_order")
        marker = try top.section("marker").map(Marker.init)
        swaps = []
        for section in try top.sections("swap") { swaps.append(try Swap(section)) }
        scrambler = try top.section("scrambler").map(Scrambler.init)
    }

    private static func shape(_ text: String, _ top: TOMLSection) throws(LayoutError) -> Shape {
        guard let shape = Shape(parsing: text) else {
            throw top.malformed("geometries", "'\(text)', expected PAGE+OOB in bytes as in 2048+64")
        }
        return shape
    }

    static func spans(_ section: TOMLSection, _ key: String) throws(LayoutError) -> [Span] {
        var spans: [Span] = []
        for item in try section.sections(key) { spans.append(try Span(item)) }
        return spans
    }
}

extension LayoutTemplate.Span {
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys(["byte", "bit", "bytes", "bits", "repeat", "oob", "value", "zeros", "ones"])
        path = section.path
        byte = try section.expression("byte")
        bit = try section.expression("bit")
        bytes = try section.expression("bytes")
        bits = try section.expression("bits")
        repeats = try section.expression("repeat")
        isOOB = try section.bool("oob")
        if let zeros = try section.expression("zeros") {
            constant = zeros
            value = false
        } else if let ones = try section.expression("ones") {
            constant = ones
            value = true
        } else {
            guard byte != nil || bit != nil else {
                throw section.malformed("byte", "is missing: where the range begins")
            }
            guard bytes != nil || bits != nil else {
                throw section.malformed("bytes", "is missing: how long the range is")
            }
        }
        switch section.values["value"] {
        case nil: break
        case .integer(0), .bool(false): value = false
        case .integer(1), .integer(0xFF), .bool(true): value = true
        default: throw section.malformed("value", "expected 0 or 1, the value of each bit")
        }
    }
}

extension LayoutTemplate.Group {
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys(["count", "message", "parity", "pad"])
        path = section.path
        count = try section.expression("count")
        message = try LayoutTemplate.spans(section, "message")
        parity = try LayoutTemplate.spans(section, "parity")
        pads = try LayoutTemplate.spans(section, "pad")
    }
}

extension LayoutTemplate.Marker {
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys(["byte", "bytes", "pages"])
        let one = section.values["bytes"] == nil ? Expression(1) : try section.expression("bytes")
        guard let byte = try section.expression("byte") else { throw section.malformed("byte", "is missing") }
        span = LayoutTemplate.Span(byte: byte, bytes: one, path: section.path)
        let pages = try section.numbers("pages")
        self.pages = pages.isEmpty ? [0, 1] : pages
    }
}

extension LayoutTemplate.Swap {
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys(["byte", "with"])
        guard let a = try section.expression("byte"), let b = try section.expression("with") else {
            throw section.malformed("byte", "a swap has two bytes of the raw page, `byte` and `with`")
        }
        self.a = a
        self.b = b
        path = section.path
    }
}

extension LayoutTemplate.Scrambler {
    init(_ section: TOMLSection) throws(LayoutError) {
        try section.checkKeys(["generator", "seeds", "streams", "plain"])
        guard let generator: LayoutScrambler.Generator = try section.choice("generator") else {
            throw section.malformed("generator", "is missing")
        }
        self.generator = generator
        if section.values["seeds"] == nil {
            seeds = generator.knownSeeds
        } else {
            seeds = []
            for seed in try section.numbers("seeds") {
                guard let value = UInt16(exactly: seed) else {
                    throw section.malformed("seeds", "\(seed), expected numbers of 16 bits")
                }
                seeds.append(value)
            }
        }
        streams = []
        for item in try section.sections("streams") {
            try item.checkKeys(["count", "ranges"])
            streams.append(
                LayoutTemplate.Stream(
                    count: try item.expression("count"), spans: try LayoutTemplate.spans(item, "ranges"),
                    path: item.path))
        }
        plain = try LayoutTemplate.spans(section, "plain")
    }
}
