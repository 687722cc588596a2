// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Emulation
import Flash
import FormatKit
import Mounts

/// The filters of `mount --with`: devices around the store, the first nearest to it.
struct MountFilters {
    /// As they were written, each with its seed.
    private(set) var texts: [String] = []
    private let devices: [FaultDevice]

    /// The chip as the ECC above it sees it.
    let chip: any FlashDevice

    /// - Parameter marker: where the chip's maker marks bad blocks; nil: nowhere.
    /// - Throws: `UsageError`.
    init(
        _ specs: [String], around store: any FlashDevice, marker: BadBlockMarker?, _ console: Console, _ log: MountLog
    ) throws {
        var chip = store
        var devices: [FaultDevice] = []
        for spec in specs {
            var plan = try FaultFilter.plan(parsing: spec)
            var text = spec
            if plan.seed == nil, plan.usesChance {
                let seed = UInt64.random(in: 0..<1 << 32)
                plan.seed = seed
                text += ",seed=\(seed)"
                console.note("--with \(text)")
            }
            let geometry = chip.geometry
            let device = try FaultDevice(chip, plan: plan, marker: marker) { log.write($0, geometry) }
            devices.append(device)
            chip = device
            texts.append(text)
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
