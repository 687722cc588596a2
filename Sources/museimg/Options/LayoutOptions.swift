// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Flash
import FormatKit
import PageLayout

/// The page layouts of the first image.
struct LayoutOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            """
            The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in \
            bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME \
            (default: found by looking).
            """, valueName: "layout"))
    var layout: [String] = []

    /// nil when layouts are to be found by looking.
    func choice() throws -> LayoutChoice? {
        layout.isEmpty || layout == ["auto"] ? nil : try LayoutChoice(parsing: layout, option: "-l")
    }
}

/// What `-l` or `-L` says: a layout for all blocks, and others for some.
struct LayoutChoice {
    /// nil when only some blocks are named.
    private(set) var base: LayoutSpec?
    private(set) var exceptions: [(blocks: BlockSet, spec: LayoutSpec)] = []
    let option: String

    /// - Throws: ``UsageError`` for a text that is no layout, or two for all blocks.
    init(parsing texts: [String], option: String) throws {
        self.option = option
        for text in texts where text != "auto" {
            if let mark = text.firstIndex(of: "="), let blocks = BlockSet(parsing: text[..<mark]) {
                exceptions.append((blocks, try spec(String(text[text.index(after: mark)...]))))
            } else if let base {
                throw UsageError("\(option): both \(base) and \(text) are for all blocks", hint: "as in 0..3=\(text)")
            } else {
                base = try spec(text)
            }
        }
    }

    private func spec(_ text: String) throws -> LayoutSpec {
        do { return try LayoutSpec(parsing: text) } catch { throw UsageError("\(option): \(error.message)") }
    }

    /// As much of the catalogue as it names.
    func catalogue() throws -> LayoutCatalogue {
        let specs = [base].compactMap(\.self) + exceptions.map(\.spec)
        let names = specs.compactMap { spec in if case .named(let name) = spec { name } else { nil } }
        return try .embedded(holding: names)
    }

    /// What the catalogue offers for all blocks; nil for anything else.
    func template(_ catalogue: LayoutCatalogue) -> LayoutTemplate? {
        guard case .named(let name)? = base else { return nil }
        return catalogue.template(named: name)
    }

    /// OOB of the smallest pages of this data size that the layout is for; nil where it says nothing of them.
    func usualOOBSize(pageSize: Int, _ catalogue: LayoutCatalogue) -> Int? {
        guard case .named(let name)? = base ?? exceptions.first?.spec else { return nil }
        return catalogue.template(named: name)?.shapes.filter { $0.pageSize == pageSize }.map(\.oobSize).min()
    }

    /// The layouts for a chip of this geometry.
    ///
    /// - Throws: ``UsageError`` for a name that nobody knows, ``LayoutError`` for one that does not fit.
    func plan(for geometry: Geometry, catalogue: LayoutCatalogue) throws -> LayoutPlan {
        var parts: [LayoutPlan.Part] = []
        for exception in exceptions {
            let own = try codec(exception.spec, geometry, catalogue)
            parts += exception.blocks.runs.map { LayoutPlan.Part(blocks: $0, codec: own) }
        }
        let common = try codec(base ?? .none, geometry, catalogue)
        return try LayoutPlan(common, exceptions: parts, geometry: geometry)
    }

    private func codec(_ spec: LayoutSpec, _ geometry: Geometry, _ catalogue: LayoutCatalogue) throws -> LayoutCodec? {
        if spec == .none { return nil }
        let shape = LayoutTemplate.Shape(pageSize: geometry.pageSize, oobSize: geometry.oobSize)
        do {
            return try LayoutCodec(try spec.layout(for: shape, catalogue: catalogue))
        } catch {
            guard error.code == .unknown else { throw error }
            throw UsageError("\(option): \(error.message)", hint: error.hint)
        }
    }
}
