// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// Layout files, layouts written on the command line, and configurations of nandtool.
public enum Layouts {
    public static func read(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let shape = LayoutTemplate.Shape(pageSize: 2048, oobSize: 64)
        if case .inline(let inline)? = try? LayoutSpec(parsing: text) {
            if let layout = try? LayoutSpec.inline(inline).layout(for: shape, catalogue: LayoutCatalogue([])) {
                try checkBijection(layout)
            }
        }
        for template in try LayoutTemplate.family(parsing: text, file: "fuzz") {
            for shape in template.shapes.prefix(2) {
                let layout = try template.layout(for: shape)
                try checkText(layout)
                try checkBijection(layout)
            }
        }
    }

    /// What is imported can be read.
    public static func importNandtool(_ bytes: [UInt8]) throws {
        let configuration = try NandtoolConfiguration(parsing: String(decoding: bytes, as: UTF8.self), file: "fuzz")
        let template = try LayoutTemplate(parsing: try configuration.layoutFile(nil), file: "imported")
        precondition(template.shapes.count == 1)
        for shape in template.shapes { try checkBijection(try template.layout(for: shape)) }
    }

    /// Writes a layout as a file that says the same, but for what the file's strings cannot hold.
    private static func checkText(_ layout: PageLayout) throws {
        let again = try LayoutTemplate(parsing: layout.file(), file: "again")
            .layout(for: LayoutTemplate.Shape(pageSize: layout.pageSize, oobSize: layout.oobSize))
        precondition(again.steps == layout.steps && again.code == layout.code && again.order == layout.order)
        precondition(again.data == layout.data && again.oob == layout.oob && again.marker == layout.marker)
        precondition(again.scrambler == layout.scrambler)
    }

    /// Takes a page apart and puts it together.
    private static func checkBijection(_ layout: PageLayout) throws {
        let codec = try LayoutCodec(layout)
        let raw = (0..<layout.rawPageSize).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 8) }
        var data = [UInt8](repeating: 0, count: layout.pageSize)
        var oob = [UInt8](repeating: 0, count: max(1, layout.oobSize))
        var again = [UInt8](repeating: 0, count: layout.rawPageSize)
        let workspace = LayoutCodec.Workspace(for: codec)
        raw.withUnsafeBytes { raw in
            data.withUnsafeMutableBytes { data in
                oob.withUnsafeMutableBytes { oob in
                    again.withUnsafeMutableBytes { again in
                        guard let raw = raw.baseAddress, let data = data.baseAddress, let again = again.baseAddress
                        else { return }
                        codec.takeApart(raw, data: data, oob: oob.baseAddress)
                        codec.putTogether(data: data, oob: oob.baseAddress.map { UnsafeRawPointer($0) }, again)
                        codec.examine(raw, workspace)
                    }
                }
            }
        }
        precondition(again == raw)
    }
}
