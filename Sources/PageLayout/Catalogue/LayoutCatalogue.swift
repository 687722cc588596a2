// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CLayouts

/// The layouts that museimg brings: the files of `Layouts/`, embedded in the program.
public struct LayoutCatalogue: Sendable {
    /// Sorted by name.
    public let templates: [LayoutTemplate]

    public init(_ templates: [LayoutTemplate]) {
        self.templates = templates.sorted { $0.name < $1.name }
    }

    /// Every file of the catalogue; read once.
    ///
    /// - Throws: ``LayoutError`` when one cannot be read, which a test rules out.
    public static func embedded() throws(LayoutError) -> LayoutCatalogue { try read.get() }

    /// The files that have these layouts; every file when one of them is nowhere.
    ///
    /// - Throws: as ``embedded()``.
    public static func embedded(holding names: [String]) throws(LayoutError) -> LayoutCatalogue {
        var templates: [LayoutTemplate] = []
        for file in embeddedFiles where names.contains(where: { file.name == $0 || file.text.contains("\"\($0)\"") }) {
            templates += try LayoutTemplate.family(parsing: file.text, file: file.name)
        }
        let known = Set(templates.map(\.name))
        return names.allSatisfy(known.contains) ? LayoutCatalogue(templates) : try embedded()
    }

    private static let read = Result { () throws(LayoutError) -> LayoutCatalogue in
        var templates: [LayoutTemplate] = []
        for file in embeddedFiles { templates += try LayoutTemplate.family(parsing: file.text, file: file.name) }
        return LayoutCatalogue(templates)
    }

    /// Names (without `.toml`) and texts of the files.
    public static var embeddedFiles: [(name: String, text: String)] {
        (0..<Int(clayouts_count())).map { i in
            let bytes = UnsafeBufferPointer(start: clayouts_text(i), count: clayouts_size(i))
            return (String(cString: clayouts_name(i)), String(decoding: bytes, as: UTF8.self))
        }
    }

    public func template(named name: String) -> LayoutTemplate? { templates.first { $0.name == name } }

    /// The layouts of the catalogue for pages of one shape.
    public func templates(for shape: LayoutTemplate.Shape) -> [LayoutTemplate] {
        templates.filter { $0.shapes.contains(shape) }
    }

    /// Every shape that some layout has, ascending.
    public var shapes: [LayoutTemplate.Shape] { Set(templates.flatMap(\.shapes)).sorted() }
}
