// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// A name that `--with` takes, and how its options are read. Both make a ``FaultDevice``.
public struct FaultFilter: Sendable {
    public let name: String
    public let summary: String
    /// - Throws: `UsageError`.
    let plan: @Sendable (FormatSpec) throws(UsageError) -> FaultPlan

    public static let all = [
        FaultFilter(name: "faults", summary: "what goes wrong on a chip, by chance or by place") {
            spec throws(UsageError) in try FaultPlan(spec)
        },
        FaultFilter(name: "nandsim", summary: "the fault options of the kernel's nandsim") { spec throws(UsageError) in
            try NandsimOptions.plan(spec)
        },
    ]

    /// Reads `NAME[,KEY[=VALUE]...]`.
    ///
    /// - Throws: ``UsageError`` that lists the names, or the keys, when one is unknown.
    public static func plan(parsing text: String) throws(UsageError) -> FaultPlan {
        let spec = FormatSpec(parsing: text)
        guard let filter = all.first(where: { $0.name == spec.name }) else {
            throw UsageError(
                "unknown filter '\(spec.name)': there are \(all.map(\.name).joined(separator: ", "))",
                hint: "`museimg faults` explains them")
        }
        return try filter.plan(spec)
    }
}
