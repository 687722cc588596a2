// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import FormatRegistry

/// What users type: images, formats with options, geometries, sizes, lists of blocks.
public enum Arguments {
    public static func parse(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let image = ImageSpec(parsing: text) { museimgFormats.format(named: $0) != nil }
        for spec in image.formats { checkRoundTrip(spec) }
        checkRoundTrip(FormatSpec(parsing: text))
        if let set = BlockSet(parsing: text) { precondition(BlockSet(parsing: set.description) == set) }
        if let size = ByteCount.parse(text) {
            precondition(ByteCount.parse(ByteCount.exact(size)) == size)
            _ = ByteCount.human(size)
        }
        let options = OptionReader(FormatSpec(parsing: text))
        _ = try? options.blocks("bad")
        _ = try? options.geometry()
        _ = try? ImageSpec.chain(parsing: text, registry: museimgFormats)
        let geometry = try GeometrySpec(parsing: text)
        let again = try GeometrySpec(parsing: geometry.description)
        precondition(again == geometry)
        _ = try geometry.geometry(dumpSize: 1 << 40, blockBytes: 1)
    }

    /// A spec that was read and written reads as the same.
    private static func checkRoundTrip(_ spec: FormatSpec) {
        let words = [spec.name] + spec.options.map(\.key)
        // Names and keys with these are no names: they are refused later.
        guard !words.contains(where: { $0.isEmpty || $0.contains { ",=\\:".contains($0) } }) else { return }
        precondition(FormatSpec(parsing: spec.description) == spec)
    }
}
