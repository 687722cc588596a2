// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension FaultDevice {
    public func knownExtent(at page: PageNumber) -> PageExtent? {
        guard var known = base.knownExtent(at: page) else { return nil }
        let block = geometry.block(of: page)
        let faults = faults(in: block)
        if faults.contains(where: { $0.fault.kind == .bad }) {
            known.state = .bad
            if marker != nil, known.content != .absent { return nil }
        }
        // Another block may have other faults.
        known.pages = known.pages.clamped(to: geometry.pages(of: block))
        guard known.content != .absent, faults.contains(where: \.fault.isAboutReads) else { return known }
        return nil
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let block = geometry.block(of: range.lowerBound)
        let faults = faults(in: block)
        guard !faults.isEmpty else {
            return try base.read(range.clamped(to: geometry.pages(of: block)), into: buffer)
        }
        var wanted = range.clamped(to: geometry.pages(of: block))
        if faults.contains(where: \.fault.mayRefuseReads) {
            // One by one, so that only what cannot be read is not.
            wanted = wanted.clamped(to: geometry.unit(of: wanted.lowerBound))
            try refuse(wanted, faults, block)
        }
        let got = try base.read(wanted, into: buffer)
        geometry.forEachUnit(of: got) { damage($0, in: buffer, faults, block) }
        if faults.contains(where: { $0.fault.kind == .bad }) {
            mark(got, in: buffer, block)
            buffer.setBad(got)
        }
        delay(faults, got.count) { $0.read }
        return got
    }

    /// What the maker wrote into a block that was bad from the start.
    private func mark(_ pages: PageRange, in buffer: PageBuffer, _ block: BlockNumber) {
        guard let marker else { return }
        let first = geometry.firstPage(of: block)
        for page in marker.pages.map({ first.advanced(by: $0) }) where pages.contains(page) {
            let oob = buffer.oob(of: PageRange(from: page, count: 1))
            if oob.indices.contains(marker.offset) { oob[marker.offset] = 0 }
        }
    }

    private func refuse(_ part: PageRange, _ faults: [PlacedFault], _ block: BlockNumber) throws {
        for fault in faults where fault.touches(part) {
            guard case .refuses(let operations, let rate) = fault.fault.kind, operations.contains(.read) else {
                continue
            }
            guard memory.with(block, { happens(fault, rate, at: unitNumber(part), &$0) }) else { continue }
            tell(fault, at: part.lowerBound)
            throw FlashError(
                .unreadable, "read failed, as \(fault.fault.text) says", page: part.lowerBound, in: geometry)
        }
    }

    /// Gets bits of one unit wrong.
    private func damage(_ part: PageRange, in buffer: PageBuffer, _ faults: [PlacedFault], _ block: BlockNumber) {
        let isBlank = buffer.state(of: part.lowerBound) == .erased
        let changes = memory.with(block) { memory -> [(PlacedFault, Damage)] in
            let index =
                geometry.unit(of: part.lowerBound).lowerBound.rawValue % geometry.pagesPerBlock
                / geometry.unitPages
            // A page that was programmed with 0xFF holds data as well.
            let isWritten = !isBlank || memory.units[index]?.isFresh == true
            let damage = faults.compactMap { fault -> (PlacedFault, Damage)? in
                guard fault.touches(part) else { return nil }
                return self.damage(fault, unitNumber(part), index, isWritten: isWritten, &memory).map { (fault, $0) }
            }
            memory.reads += 1
            memory.units[index, default: .init()].reads += 1
            return damage
        }
        for (fault, damage) in changes {
            switch damage {
            case .garbled(var random):
                for room in [buffer.data(of: part), buffer.oob(of: part)] {
                    for i in room.indices { room[i] = UInt8(truncatingIfNeeded: random.next()) }
                }
                tell(fault, at: part.lowerBound)
            case .bits(let changes):
                let changed = changes.apply(to: part, in: buffer)
                if changed > 0 { tell(fault, at: part.lowerBound, bits: changed) }
            }
        }
        if !changes.isEmpty { buffer.reclassify(part) }
    }

    private enum Damage {
        case bits(BitChanges)
        case garbled(CounterRandom)
    }

    private func damage(
        _ fault: PlacedFault, _ address: Int, _ index: Int, isWritten: Bool, _ block: inout FaultMemory.Block
    ) -> Damage? {
        let bits = geometry.unitPages * geometry.rawPageSize * 8
        var changes = BitChanges()
        switch fault.fault.kind {
        case .flips(let rate):
            guard happens(fault, 1, at: address, &block) else { return nil }
            var random = random(fault, at: address, block)
            changes.toggled = random.places(random.binomial(bits, rate), of: bits)
        case .weakBits(let count):
            guard happens(fault, 1, at: address, &block) else { return nil }
            var random = CounterRandom(seed: seed, fault: fault.number, address: address, count: 0)
            changes.toggled = random.places(count, of: bits)
        case .burst(let most, let rate):
            guard isWritten, happens(fault, rate, at: address, &block) else { return nil }
            var random = random(fault, at: address, block)
            // As nandsim draws them: two may meet in one bit.
            changes.toggled = (0...random.below(most)).map { _ in random.below(bits) }
        case .stuck(let count):
            guard happens(fault, 1, at: address, &block) else { return nil }
            var random = CounterRandom(seed: seed, fault: fault.number, address: address, count: 0)
            for place in random.places(count, of: bits) {
                if random.happens(0.5) { changes.raised.append(place) } else { changes.cleared.append(place) }
            }
        case .garble(let rate):
            guard isWritten, happens(fault, rate, at: address, &block) else { return nil }
            return .garbled(random(fault, at: address, block))
        case .readDisturb(let rate):
            let dose = block.reads - block.units[index, default: .init()].reads
            changes.cleared = worn(fault, rate, dose, address, index, bits, &block)
        case .programDisturb(let rate):
            let dose = block.units[index, default: .init()].neighbourPrograms
            changes.cleared = worn(fault, rate, dose, address, index, bits, &block)
        case .retention(let rate):
            let isFresh = block.erases > 0 || block.units[index]?.isFresh == true
            changes.raised = isFresh ? [] : worn(fault, rate, 1, address, index, bits, &block)
        case .bad, .grownBad, .fails, .refuses, .lies, .tears, .delays, .protects: return nil
        }
        return changes.isEmpty ? nil : .bits(changes)
    }

    private func worn(
        _ fault: PlacedFault, _ rate: Double, _ dose: Int, _ address: Int, _ index: Int, _ bits: Int,
        _ block: inout FaultMemory.Block
    ) -> [Int] {
        let epoch = block.erases
        var unit = block.units[index, default: .init()]
        unit.cells[fault.number, default: .init()].advance(
            to: dose - fault.fault.after, bits: bits, rate: rate, seed: seed, fault: fault.number, address: address,
            epoch: epoch)
        block.units[index] = unit
        return unit.cells[fault.number]?.places ?? []
    }

    /// The number on the chip of the unit that holds `part`.
    func unitNumber(_ part: PageRange) -> Int { part.lowerBound.rawValue / geometry.unitPages }
}

extension Fault {
    /// Whether it changes what is read, or how.
    fileprivate var isAboutReads: Bool {
        switch kind {
        case .flips, .weakBits, .burst, .stuck, .readDisturb, .programDisturb, .retention, .garble: true
        case .refuses(let operations, _): operations.contains(.read)
        case .delays(let latency): latency.read > 0
        case .bad, .grownBad, .fails, .lies, .tears, .protects: false
        }
    }

    fileprivate var mayRefuseReads: Bool {
        if case .refuses(let operations, _) = kind { operations.contains(.read) } else { false }
    }
}
