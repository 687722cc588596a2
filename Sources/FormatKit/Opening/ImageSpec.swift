// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// An IMAGE of the command line: a path, with the formats that the user names from the outside in.
///
/// `PATH`, `-`, `FORMAT[,KEY=VALUE...]:PATH`, `gzip:raw-oob,order=at-end:PATH`.
public struct ImageSpec: Sendable, Hashable {
    public var formats: [FormatSpec]
    /// `-` for standard input.
    public var path: String

    public init(formats: [FormatSpec] = [], path: String) {
        self.formats = formats
        self.path = path
    }

    /// - Parameter isFormat: whether a name is registered: only then it counts as a prefix.
    public init(parsing text: String, isFormat: (String) -> Bool) {
        var rest = text[...]
        var formats: [FormatSpec] = []
        while let (spec, tail) = ImageSpec.prefix(of: rest, isFormat: isFormat) {
            formats.append(spec)
            rest = tail
        }
        self.init(formats: formats, path: String(rest))
    }

    /// Formats alone, as `-f` and `-O` take them: `gzip:nanddump-text,bb=skip`.
    ///
    /// - Throws: ``UsageError`` for an unknown name, with the nearest known one.
    public static func chain(parsing text: String, registry: FormatRegistry) throws -> [FormatSpec] {
        var specs: [FormatSpec] = []
        var rest = text[...]
        while let (spec, tail) = prefix(of: rest, isFormat: { registry.format(named: $0) != nil }) {
            specs.append(spec)
            rest = tail
        }
        let last = FormatSpec(parsing: rest)
        _ = try registry.require(last.name)
        return specs + [last]
    }

    private static func prefix(of text: Substring, isFormat: (String) -> Bool) -> (FormatSpec, Substring)? {
        let name = text.prefix { $0 != "," && $0 != ":" }
        guard name.endIndex < text.endIndex, isFormat(String(name)) else { return nil }
        var isEscaped = false
        for i in text.indices {
            if isEscaped {
                isEscaped = false
            } else if text[i] == "\\" {
                isEscaped = true
            } else if text[i] == ":", !isInsideGeometry(text, i) {
                return (FormatSpec(parsing: text[..<i]), text[text.index(after: i)...])
            }
        }
        return nil
    }

    /// Whether the colon at `i` is the one of `geometry=nor:64K`.
    private static func isInsideGeometry(_ text: Substring, _ i: Substring.Index) -> Bool {
        text[..<i].hasSuffix("geometry=nor")
    }
}
