// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// Layout files, configurations of nandtool, and layouts written on the command line.
public enum Layouts {
    public static func read(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let shape = LayoutTemplate.Shape(pageSize: 2048, oobSize: 64)
        if case .inline(let inline)? = try? LayoutSpec(parsing: text) {
            if let layout = try? LayoutSpec.inline(inline).layout(for: shape, catalogue: LayoutCatalogue([])) {
                try checkBijection(layout)
            }
        }
        if let configuration = try? NandtoolConfiguration(parsing: text, file: "fuzz") {
            _ = try configuration.layoutFile(nil)
        }
        for template in try LayoutTemplate.family(parsing: text, file: "fuzz") {
            for shape in template.shapes.prefix(2) { try checkBijection(try template.layout(for: shape)) }
        }
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
