// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What becomes of one program or erase that does not go as it should.
struct Upset {
    let fault: PlacedFault
    let kind: Kind

    enum Kind {
        /// Refused, for the chip is protected.
        case protect
        /// Fails, and changes nothing.
        case refuse
        /// Seems well, and changes nothing.
        case lie
        /// Done in part, and fails.
        case tear(Fault.Tear, CounterRandom)
        /// Done, and fails.
        case fail
    }

    var text: String { fault.fault.text }

    /// Whether the chip stays as it was.
    var isUndone: Bool {
        switch kind {
        case .protect, .refuse, .lie: true
        case .tear, .fail: false
        }
    }
}

extension FaultDevice {
    /// The first of `faults` that happens to an operation.
    ///
    /// - Parameter address: the number of the unit that is programmed, or of the block that is erased.
    func nextUpset(
        _ operation: Fault.Operations, _ faults: [PlacedFault], at address: Int, _ block: BlockNumber,
        _ memory: inout FaultMemory.Block
    ) -> Upset? {
        for fault in faults {
            // Programs and erases of one block do not share their counts.
            let own = operation == .erase ? ~address : address
            switch fault.fault.kind {
            case .protects: return Upset(fault: fault, kind: .protect)
            case .grownBad:
                if happens(fault, 1, at: ~block.rawValue, &memory) { return Upset(fault: fault, kind: .refuse) }
            case .refuses(let operations, let rate) where operations.contains(operation):
                if happens(fault, rate, at: own, &memory) { return Upset(fault: fault, kind: .refuse) }
            case .lies(let operations, let rate) where operations.contains(operation):
                if happens(fault, rate, at: own, &memory) { return Upset(fault: fault, kind: .lie) }
            case .fails(let operations, let rate) where operations.contains(operation):
                if happens(fault, rate, at: own, &memory) { return Upset(fault: fault, kind: .fail) }
            case .tears(let operations, let rate, let tear) where operations.contains(operation):
                if happens(fault, rate, at: own, &memory) {
                    return Upset(fault: fault, kind: .tear(tear, random(fault, at: own, memory)))
                }
            default: continue
            }
        }
        return nil
    }
}
