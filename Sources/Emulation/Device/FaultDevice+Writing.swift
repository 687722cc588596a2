// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

extension FaultDevice {
    public func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) throws {
        try checkProgram(pages, bits: bits)
        guard !pages.isEmpty else { return }
        let block = geometry.block(of: pages.lowerBound)
        let faults = faults(in: block)
        guard !faults.isEmpty else { return try base.program(pages, bits: bits) }
        try geometry.forEachUnit(of: pages) { part in
            let start = (part.lowerBound.rawValue - pages.lowerBound.rawValue) * geometry.rawPageSize
            let own = UnsafeRawBufferPointer(rebasing: bits[start...].prefix(part.count * geometry.rawPageSize))
            try program(part, own, faults.filter { $0.touches(part) }, block)
        }
    }

    /// Programs pages of one unit.
    private func program(
        _ part: PageRange, _ bits: UnsafeRawBufferPointer, _ faults: [PlacedFault], _ block: BlockNumber
    ) throws {
        let upset = memory.with(block) { memory -> Upset? in
            let upset = nextUpset(.program, faults, at: unitNumber(part), block, &memory)
            let index = unitNumber(part) % (geometry.pagesPerBlock / geometry.unitPages)
            if upset?.isUndone != true {
                memory.units[index, default: .init()].isFresh = true
                for beside in [index - 1, index + 1] { memory.units[beside, default: .init()].neighbourPrograms += 1 }
            }
            return upset
        }
        delay(faults, part.count) { $0.program }
        guard let upset else { return try base.program(part, bits: bits) }
        tell(upset.fault, at: part.lowerBound)
        switch upset.kind {
        case .lie: return
        case .tear(let tear, var random):
            let torn = Tearing.program(bits, tear, &random)
            try torn.withUnsafeBytes { try base.program(part, bits: $0) }
        case .fail: try base.program(part, bits: bits)
        case .protect:
            throw FlashError(
                .readOnly, "is write-protected, as \(upset.text) says", page: part.lowerBound, in: geometry)
        case .refuse: break
        }
        throw FlashError(.failed, "program failed, as \(upset.text) says", page: part.lowerBound, in: geometry)
    }

    public func erase(_ block: BlockNumber) throws {
        try checkBlock(block)
        let faults = faults(in: block)
        guard !faults.isEmpty else { return try base.erase(block) }
        let first = geometry.firstPage(of: block)
        guard !faults.contains(where: { $0.fault.kind == .bad }) else {
            throw FlashError(.badBlock, "is bad and cannot be erased", block: block)
        }
        let upset = memory.with(block) { nextUpset(.erase, faults, at: block.rawValue, block, &$0) }
        delay(faults, 1) { $0.erase }
        if let upset {
            tell(upset.fault, at: first)
            switch upset.kind {
            case .lie: return
            case .protect: throw FlashError(.readOnly, "is write-protected, as \(upset.text) says", block: block)
            case .refuse: break
            case .fail:
                try base.erase(block)
                memory.with(block) { $0.erased() }
            case .tear(let tear, var random):
                try Tearing.erase(block, of: base, tear, &random) {
                    try base.erase(block)
                } program: {
                    try base.program($0, bits: $1)
                }
                memory.with(block) { $0.erased() }
            }
            throw FlashError(.failed, "erase failed, as \(upset.text) says", block: block)
        }
        try base.erase(block)
        memory.with(block) { $0.erased() }
    }

    public func markBad(_ block: BlockNumber) throws {
        try checkBlock(block)
        if let fault = faults(in: block).first(where: { $0.fault.kind == .protects }) {
            tell(fault, at: geometry.firstPage(of: block))
            throw FlashError(.readOnly, "is write-protected, as \(fault.fault.text) says", block: block)
        }
        try base.markBad(block)
    }
}
