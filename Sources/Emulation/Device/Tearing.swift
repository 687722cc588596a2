// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Programs and erases that end halfway.
extension FaultDevice {
    /// The bits that a torn program of `bits` still programs.
    static func torn(_ bits: UnsafeRawBufferPointer, _ tear: Fault.Tear, _ random: inout CounterRandom) -> [UInt8] {
        var torn = [UInt8](bits)
        switch tear {
        case .prefix: for i in random.below(torn.count)..<torn.count { torn[i] = 0xFF }
        case .half: for i in torn.count / 2..<torn.count { torn[i] = 0xFF }
        case .random:
            let chance = random.below(256)
            for i in torn.indices { torn[i] |= random.mask(chance) }
        }
        return torn
    }

    /// Erases some of a block: the pages, or the bits, that `tear` says; the others are as they were.
    func tearErase(_ block: BlockNumber, _ tear: Fault.Tear, _ random: inout CounterRandom) throws {
        let pages = geometry.pages(of: block)
        let before = PageBuffer(geometry: geometry, capacity: pages.count)
        try base.readAll(pages, into: before, using: PageBuffer(geometry: geometry))
        try base.erase(block)
        let units = pages.count / geometry.unitPages
        let erased =
            switch tear {
            case .prefix: random.below(units)
            case .half: units / 2
            case .random: 0
            }
        let chance = random.below(256)
        for index in erased..<units {
            let first = pages.lowerBound.advanced(by: index * geometry.unitPages)
            let unit = PageRange(from: first, count: geometry.unitPages)
            var bits = [UInt8](before.data(of: unit)) + [UInt8](before.oob(of: unit))
            if tear == .random {
                for i in bits.indices { bits[i] |= random.mask(chance) }
            }
            if bits.allSatisfy({ $0 == 0xFF }) { continue }
            try bits.withUnsafeBytes { try base.program(unit, bits: $0) }
        }
    }
}
