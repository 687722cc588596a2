// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A LAYOUT of the command line: what a user names, before the geometry is known.
public enum LayoutSpec: Hashable, Sendable {
    /// Data first, then OOB, and no code.
    case none
    /// A name in the catalogue: `linux-bch4`.
    case named(String)
    /// A layout file: `./chip.toml`, or any path that ends in `.toml`.
    case file(path: String)
    /// A code written out: `bch:t=8,step=512,bytes=13,at=12,poly=0x201b`.
    case inline(InlineLayout)

    /// - Throws: ``LayoutError`` (`malformed`) for an inline code that cannot be read.
    public init(parsing text: String) throws(LayoutError) {
        if text == "none" {
            self = .none
        } else if text.hasPrefix(InlineLayout.prefix) {
            self = .inline(try InlineLayout(parsing: text))
        } else if text.contains("/") || text.hasSuffix(".toml") {
            self = .file(path: text)
        } else {
            self = .named(text)
        }
    }

    /// The layout for pages of one shape.
    ///
    /// - Throws: ``LayoutError``: `unknown` for a name that the catalogue does not have (with the nearest one);
    ///   `unreadable` for a file; `malformed` and `impossible` as from
    ///   ``LayoutTemplate/init(parsing:file:)`` and ``LayoutTemplate/layout(for:)``.
    public func layout(
        for shape: LayoutTemplate.Shape, catalogue: LayoutCatalogue
    ) throws(LayoutError) -> PageLayout {
        switch self {
        case .none: return try PageLayout(.init(name: "none", pageSize: shape.pageSize, oobSize: shape.oobSize))
        case .inline(let inline): return try inline.layout(for: shape)
        case .file(let path): return try LayoutTemplate(contentsOf: path).layout(for: shape)
        case .named(let name): return try catalogue.layout(named: name, for: shape)
        }
    }

    /// The family that it names; nil for codes that are written out.
    ///
    /// - Throws: ``LayoutError`` as ``layout(for:catalogue:)``.
    public func template(in catalogue: LayoutCatalogue) throws(LayoutError) -> LayoutTemplate? {
        switch self {
        case .none, .inline: nil
        case .file(let path): try LayoutTemplate(contentsOf: path)
        case .named(let name): try catalogue.require(name)
        }
    }
}

extension LayoutSpec: CustomStringConvertible {
    /// As it is written on the command line.
    public var description: String {
        switch self {
        case .none: "none"
        case .named(let name): name
        case .file(let path): path
        case .inline(let inline): inline.text
        }
    }
}

extension LayoutCatalogue {
    /// - Throws: ``LayoutError`` (`unknown`) for a name that is not there, and for pages that the layout is not for.
    func layout(named name: String, for shape: LayoutTemplate.Shape) throws(LayoutError) -> PageLayout {
        let template = try require(name)
        guard template.shapes.contains(shape) else {
            let isKnown = shapes.contains(shape)
            throw LayoutError(
                .unknown, name,
                "is for pages of \(template.shapes.map(\.description).joined(separator: ", ")) bytes, not of \(shape)",
                hint: isKnown
                    ? "`museimg layouts -g \(shape)` lists those that are"
                    : "no layout of the catalogue is for \(shape); one can be written as ./FILE.toml")
        }
        return try template.layout(for: shape)
    }

    /// - Throws: ``LayoutError`` (`unknown`) that names the nearest layout.
    public func require(_ name: String) throws(LayoutError) -> LayoutTemplate {
        if let template = template(named: name) { return template }
        let near = Spelling.nearest(to: name, in: templates.map(\.name))
        let guess = near.map { " (did you mean '\($0)'?)" } ?? ""
        throw LayoutError(
            .unknown, name, "the catalogue has no such layout\(guess)", hint: "`museimg layouts` lists them")
    }
}
