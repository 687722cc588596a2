// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Which format an output gets: as told, else by its extension, else as the input. Never a guess.
public struct OutputFormat: Sendable {
    /// From the outside in.
    public var chain: [FormatSpec]
    /// Why, for the account.
    public var reason: String

    /// - Parameters:
    ///   - told: the value of `-O`; nil when it was not given.
    ///   - image: the input.
    /// - Throws: ``UsageError`` for an unknown format, and when nothing tells.
    public init(told: String?, path: String, image: any RawImage, registry: FormatRegistry) throws {
        let (wrappers, named) = OutputFormat.byExtension(path, registry)
        if let told {
            chain = try ImageSpec.chain(parsing: told, registry: registry)
            reason = "-O"
            // `-O raw out.bin.gz`: the extension adds its wrapper, unless -O names wrappers itself.
            if chain.count == 1, registry.format(named: chain[0].name) is any ImageFormat { chain = wrappers + chain }
            return
        }
        if let named {
            chain = wrappers + [named]
            reason = "by its extension"
        } else if let own = image.writtenAs {
            chain = wrappers + [own]
            reason = "as the input"
        } else {
            throw UsageError(
                "\(path): neither its extension nor the input tells the output format", hint: "name one with -O")
        }
    }

    /// The input's own format, in the wrappers that the extension names.
    public init(asInput own: FormatSpec, path: String, registry: FormatRegistry) throws {
        chain = OutputFormat.byExtension(path, registry).0 + [own]
        reason = "as the input"
    }

    /// The wrappers and the format that `out.txt.gz` stands for.
    private static func byExtension(_ path: String, _ registry: FormatRegistry) -> ([FormatSpec], FormatSpec?) {
        var parts = (path.split(separator: "/").last ?? "").split(separator: ".").dropFirst().map(String.init)
        var wrappers: [FormatSpec] = []
        while let last = parts.last, let format = registry.format(forExtension: last) {
            guard format is any WrapperFormat else { return (wrappers, FormatSpec(format.info.name)) }
            wrappers.append(FormatSpec(format.info.name))
            parts.removeLast()
        }
        return (wrappers, nil)
    }
}
