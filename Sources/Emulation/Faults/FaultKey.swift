// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// What can be written in a `faults` filter: one fault, how it is written, and what it does.
public struct FaultKey: Sendable {
    public let name: String
    /// What stands behind the `=`; empty when nothing does.
    public let value: String
    /// In one line.
    public let summary: String
    public let detail: String
    /// A whole filter.
    public let example: String
    /// The modifiers that it understands beside `after=` and `times=`.
    public let modifiers: [String]
    let make: @Sendable (FaultItem) throws(UsageError) -> Fault.Kind

    /// - Throws: ``UsageError`` when something of `item` is not understood.
    func fault(_ item: FaultItem) throws(UsageError) -> Fault {
        for (key, _) in item.modifiers where !(modifiers + Self.common).contains(key) {
            throw item.invalid("takes no \(key)=")
        }
        var fault = Fault(try make(item), at: item.place, text: item.text)
        fault.after = try item.count("number of operations", item.modifier("after"), default: 0)
        fault.times = try item.modifier("times").map { text throws(UsageError) in try item.count("number", text) }
        return fault
    }

    private static let common = ["after", "times"]
    /// Those that stand behind the fault that they change.
    static let allModifiers = Set(common + all.flatMap(\.modifiers))

    /// - Throws: ``UsageError`` that lists all names.
    public static func require(_ name: String) throws(UsageError) -> FaultKey {
        if let key = all.first(where: { $0.name == name }) { return key }
        let names = (all.map(\.name) + ["seed", "while"]).sorted()
        let near = Spelling.nearest(to: name, in: names).map { " (did you mean '\($0)'?)" } ?? ""
        throw UsageError(
            "faults: unknown key '\(name)'\(near): it has \(names.joined(separator: ", "))",
            hint: "`museimg faults` explains them")
    }
}
