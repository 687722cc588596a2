// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

/// A configuration of nandtool, as far as it tells of layouts.
///
/// Source: the configurations that nandtool 0.3.1 brings, and what it does with them. Ranges are `[start, end]` in bytes
/// of the raw page, the end not included.
public struct NandtoolConfiguration: Sendable {
    private let file: String
    /// Layouts that partitions use, by name.
    private let layouts: [(name: String, layout: NandtoolLayout)]

    /// - Throws: ``LayoutError`` (`malformed`).
    public init(parsing text: String, file: String) throws(LayoutError) {
        self.file = file
        let top = try TOMLSection(file: file, path: "", try TOMLTree(parsing: text, name: file))
        var layouts: [(String, NandtoolLayout)] = []
        for partition in try top.strings("partitions") {
            guard let section = try top.section(partition) else {
                throw top.malformed(partition, "is missing: a partition that `partitions` names")
            }
            let name = try section.required("layout")
            guard !layouts.contains(where: { $0.0 == name }) else { continue }
            guard let layout = try top.section(name) else {
                throw top.malformed(name, "is missing: the layout of \(partition)")
            }
            layouts.append((name, try NandtoolLayout(layout, in: top)))
        }
        guard !layouts.isEmpty else {
            throw top.malformed("partitions", "names no partition: no nandtool configuration")
        }
        self.layouts = layouts.map { (name: $0.0, layout: $0.1) }
    }

    /// The TOML of a layout file that says the same, checked.
    ///
    /// - Parameter name: of one of its layouts; nil where it has one only.
    /// - Throws: ``LayoutError``: `unknown` where the name is needed or wrong, `malformed` for what a layout file cannot
    ///   say, `impossible` when the numbers make no layout.
    public func layoutFile(_ name: String?) throws(LayoutError) -> String {
        let chosen = name == nil && Set(layouts.map(\.layout)).count == 1 ? layouts[0].name : name
        let known = layouts.map(\.name).joined(separator: ", ")
        guard let chosen else {
            throw LayoutError(.unknown, file, "it has several layouts, name one of \(known)")
        }
        guard let layout = layouts.first(where: { $0.name == chosen })?.layout else {
            throw LayoutError(.unknown, file, at: chosen, "no such layout, expected one of \(known)")
        }
        let text = try layout.toml(name: chosen, file: file)
        _ = try LayoutTemplate(parsing: text, file: chosen).layout(for: layout.shape)
        return text
    }
}
