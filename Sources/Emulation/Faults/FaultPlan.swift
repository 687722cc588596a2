// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// A `faults` filter as it was written: `seed=42,flip=1e-5,bad@block:9,while=/run/trigger`.
public struct FaultPlan: Sendable, Hashable {
    /// What chance comes from; nil when none was given.
    public var seed: UInt64?
    public var faults: [Fault] = []
    /// Faults happen only while this file exists; nil: always.
    public var trigger: String?

    public init(seed: UInt64? = nil, faults: [Fault] = [], trigger: String? = nil) {
        self.seed = seed
        self.faults = faults
        self.trigger = trigger
    }

    /// - Throws: ``UsageError`` that names the item, and lists the keys when one is unknown.
    public init(_ spec: FormatSpec) throws(UsageError) {
        var items: [FaultItem] = []
        for option in spec.options {
            if option.key == "seed" {
                seed = try Self.seed(option.value)
            } else if option.key == "while" {
                trigger = option.value
            } else if FaultKey.allModifiers.contains(option.key) {
                guard !items.isEmpty else {
                    throw UsageError("faults: \(option.key)= stands behind the fault that it is about")
                }
                items[items.count - 1].add(option)
            } else if option.value == "yes", option.key.contains(":"), !option.key.contains("@"),
                let last = items.last, let value = last.value
            {
                // Commas inside of a value: latency=read:50us,erase:3ms
                items[items.count - 1].value = "\(value),\(option.key)"
                items[items.count - 1].text += ",\(option.key)"
            } else {
                items.append(try FaultItem(option))
            }
        }
        for item in items {
            faults.append(try FaultKey.require(item.name).fault(item))
        }
        guard !faults.isEmpty else {
            throw UsageError("faults: none is named", hint: "`museimg faults` lists them")
        }
    }

    /// Whether the seed makes a difference.
    public var usesChance: Bool { faults.contains(where: \.usesChance) }

    private static func seed(_ text: String) throws(UsageError) -> UInt64 {
        let isHex = text.hasPrefix("0x")
        guard let seed = UInt64(isHex ? String(text.dropFirst(2)) : text, radix: isHex ? 16 : 10) else {
            throw UsageError("faults: seed=\(text): expected a number")
        }
        return seed
    }
}
