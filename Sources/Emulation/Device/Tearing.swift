// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Programs and erases that end halfway: what they still do.
enum Tearing {
    /// The bits that a torn program of `bits` still programs.
    static func program(
        _ bits: UnsafeRawBufferPointer, _ tear: Fault.Tear, _ random: inout CounterRandom
    ) -> [UInt8] {
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

    /// What is left of a block whose erase was torn: the pages, or the bits, that `tear` says are erased, the others are
    /// as they were.
    ///
    /// - Parameters:
    ///   - before: the chip as it was.
    ///   - erase: erases the block.
    ///   - program: told of each unit that is not blank afterwards, with its data and OOB.
    static func erase(
        _ block: BlockNumber, of before: any PageSource, _ tear: Fault.Tear, _ random: inout CounterRandom,
        erase: () throws -> Void, program: (PageRange, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let geometry = before.geometry
        let pages = geometry.pages(of: block)
        let held = PageBuffer(geometry: geometry, capacity: pages.count)
        try before.readAll(pages, into: held, using: PageBuffer(geometry: geometry))
        try erase()
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
            var bits = [UInt8](held.data(of: unit)) + [UInt8](held.oob(of: unit))
            if tear == .random {
                for i in bits.indices { bits[i] |= random.mask(chance) }
            }
            if bits.allSatisfy({ $0 == 0xFF }) { continue }
            try bits.withUnsafeBytes { try program(unit, $0) }
        }
    }
}
