// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Emulation
import Flash
import FormatKit

/// The filters of `--with`: devices around a chip, the first nearest to it.
struct ChipFilters {
    /// What is asked for.
    struct Plans {
        /// As they were written, each with its seed.
        private(set) var texts: [String] = []
        fileprivate var plans: [FaultPlan] = []

        /// - Throws: `UsageError`.
        init(_ specs: [String], _ console: Console) throws {
            for spec in specs {
                var plan = try FaultFilter.plan(parsing: spec)
                var text = spec
                if plan.seed == nil, plan.usesChance {
                    let seed = UInt64.random(in: 0..<1 << 32)
                    plan.seed = seed
                    text += ",seed=\(seed)"
                    console.note("--with \(text)")
                }
                plans.append(plan)
                texts.append(text)
            }
        }

        var isEmpty: Bool { plans.isEmpty }
    }

    private let devices: [FaultDevice]
    /// The chip as the ECC above it sees it.
    let chip: any FlashDevice

    /// - Parameter onFault: told of each fault, by the thread to which it happens.
    /// - Throws: `UsageError` when a fault is to happen where the chip has no place.
    init(
        _ plans: Plans, around source: ChipSource, onFault: @escaping @Sendable (FaultEvent) -> Void
    ) throws {
        var chip = source.chip
        var devices: [FaultDevice] = []
        for plan in plans.plans {
            let device = try FaultDevice(chip, plan: plan, marker: source.marker, onFault: onFault)
            devices.append(device)
            chip = device
        }
        self.devices = devices
        self.chip = chip
    }

    /// How often each fault happened, by its text.
    var counters: [String: Int] {
        var counters: [String: Int] = [:]
        for (fault, count) in devices.flatMap(\.counters) { counters["fault \(fault.text)", default: 0] += count }
        return counters
    }
}
