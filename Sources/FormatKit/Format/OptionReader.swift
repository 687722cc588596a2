// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// A format's options, read key by key; what nobody read is an error.
public struct OptionReader: Sendable {
    public let spec: FormatSpec

    public init(_ spec: FormatSpec) { self.spec = spec }

    /// - Throws: ``UsageError`` that lists the keys when one is unknown.
    public func checkKeys(_ info: FormatInfo) throws {
        for option in spec.options where !info.options.contains(where: { $0.name == option.key }) {
            let known = info.options.map(\.name).sorted().joined(separator: ", ")
            let list = known.isEmpty ? "it has none" : "it has \(known)"
            throw UsageError(
                "format '\(info.name)' has no option '\(option.key)': \(list)",
                hint: "`museimg formats \(info.name)` explains them")
        }
    }

    /// The last value of `key`; nil when it was not given.
    public func string(_ key: String) -> String? {
        spec.options.last { $0.key == key }?.value
    }

    /// One of `choices`, which are `(word, meaning)`.
    public func choice<T>(_ key: String, _ choices: KeyValuePairs<String, T>) throws -> T? {
        guard let value = string(key) else { return nil }
        if let choice = choices.first(where: { $0.key == value }) { return choice.value }
        throw invalid(key, value, "expected \(choices.map(\.key).joined(separator: ", "))")
    }

    public func flag(_ key: String) throws -> Bool? {
        try choice(key, ["yes": true, "no": false, "1": true, "0": false])
    }

    /// A number of bytes: decimal or 0x, with K, M, G.
    public func size(_ key: String) throws -> Int? {
        guard let value = string(key) else { return nil }
        guard let number = ByteCount.parse(value) else { throw invalid(key, value, "expected a number") }
        return number
    }

    /// A list of blocks, `3,6,17..20`; all values given are joined.
    public func blocks(_ key: String) throws -> BlockSet? {
        var set: BlockSet?
        for option in spec.options where option.key == key {
            guard let blocks = BlockSet(parsing: option.value) else {
                throw invalid(key, option.value, "expected blocks as in 3,6,17..20")
            }
            for run in blocks.runs { set = set ?? BlockSet(); set?.insert(run) }
        }
        return set
    }

    /// The option `geometry=`; nil when it was not given.
    public func geometry() throws -> GeometrySpec? {
        try string("geometry").map { try GeometrySpec(parsing: $0) }
    }

    func invalid(_ key: String, _ value: String, _ what: String) -> UsageError {
        UsageError(
            "\(spec.name): \(key)=\(value): \(what)", hint: "`museimg formats \(spec.name)` explains the options")
    }
}
