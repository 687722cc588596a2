// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import FormatKit
import PageLayout

/// `museimg layouts [show] [LAYOUT]`
struct ShowLayouts: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "List the page layouts, or explain one; this is what `layouts` does by itself.")

    @Argument(
        help: ArgumentHelp("The layout to explain.", valueName: "layout"),
        completion: .list(((try? LayoutCatalogue.embedded())?.templates ?? []).map(\.name)))
    var layout: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "The page to explain it for, PAGE+OOB as in 2048+64 (default: the smallest that it is used with).",
            valueName: "geometry"))
    var geometry: String?

    /// For docs/layouts.md, which `scripts/make-docs` writes.
    @Flag(help: .hidden) var markdown = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let catalogue = try LayoutCatalogue.embedded()
        let shape = try geometry.map(Self.shape)
        guard let layout else {
            let templates = shape.map { catalogue.templates(for: $0) } ?? catalogue.templates
            try list(templates, console)
            return .done
        }
        let spec = try LayoutSpec(parsing: layout)
        let template = try spec.template(in: catalogue)
        guard let shape = shape ?? template?.shapes.min() else {
            throw UsageError("\(layout): it is for pages of any size", hint: "name one, as in -g 2048+64")
        }
        let page = try spec.layout(for: shape, catalogue: catalogue)
        if console.options.json {
            try console.printJSON(LayoutsAnswer([.init(page, template, of: shape)]))
        } else {
            LayoutsText.details(page, template, console)
        }
        return .done
    }

    private func list(_ templates: [LayoutTemplate], _ console: Console) throws {
        if console.options.json {
            try console.printJSON(LayoutsAnswer(templates.map { try .init($0) }))
        } else if markdown {
            try LayoutsMarkdown.print(templates, console)
        } else {
            try LayoutsText.table(templates, console)
        }
    }

    private static func shape(_ text: String) throws -> LayoutTemplate.Shape {
        // Of a whole geometry only the page matters.
        guard let shape = LayoutTemplate.Shape(parsing: text.prefix { $0 != "x" }) else {
            throw UsageError("-g \(text): expected PAGE+OOB in bytes", hint: "as in -g 2048+64")
        }
        return shape
    }
}
