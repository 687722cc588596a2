// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A chip on which things go wrong, around one on which they do not.
///
/// It lies below ECC: what it does to bits, a code can put right. The same seed does the same to the same operations,
/// whatever thread they come from: chance depends on the place, and on what happened there before. The chip behind it
/// keeps what was truly programmed; torn and lost programs are in it, wrong reads are not.
public final class FaultDevice: FlashDevice {
    public let base: any FlashDevice
    public let plan: FaultPlan
    /// What chance comes from.
    public let seed: UInt64
    let faults: [PlacedFault]
    /// Where a block that was bad from the start shows it.
    let marker: BadBlockMarker?
    let memory = FaultMemory()
    private let counts: Mutex<[Int]>
    private let onFault: @Sendable (FaultEvent) -> Void

    public var geometry: Geometry { base.geometry }

    /// - Parameters:
    ///   - plan: one without a seed has the seed 0.
    ///   - marker: where the maker marked the blocks that are bad from the start; nil: nowhere.
    ///   - onFault: told of each fault that happens, by the thread to which it happens.
    /// - Throws: ``UsageError`` when a fault is to happen where the chip has no place.
    public init(
        _ base: any FlashDevice, plan: FaultPlan, marker: BadBlockMarker? = nil,
        onFault: @escaping @Sendable (FaultEvent) -> Void = { _ in }
    ) throws(UsageError) {
        self.base = base
        self.plan = plan
        self.marker = marker
        seed = plan.seed ?? 0
        var faults: [PlacedFault] = []
        for (number, fault) in plan.faults.enumerated() {
            faults.append(PlacedFault(number, fault, pages: try fault.place?.pages(in: base)))
        }
        self.faults = faults
        self.onFault = onFault
        counts = Mutex([Int](repeating: 0, count: faults.count))
    }

    /// How often each fault happened, in the order of the plan.
    public var counters: [(fault: Fault, count: Int)] {
        let counts = counts.withLock { $0 }
        return zip(plan.faults, counts).map { ($0, $1) }
    }

    /// Those that may happen to some page of `block` now.
    func faults(in block: BlockNumber) -> [PlacedFault] {
        if let trigger = plan.trigger, access(trigger, F_OK) != 0 { return [] }
        let pages = geometry.pages(of: block)
        return faults.filter { $0.touches(pages) }
    }

    func tell(_ fault: PlacedFault, at page: PageNumber, bits: Int? = nil) {
        counts.withLock { $0[fault.number] += 1 }
        onFault(FaultEvent(number: fault.number, fault: fault.fault, page: page, bits: bits))
    }

    /// Whether `fault` happens to the next operation on `address`.
    func happens(_ fault: PlacedFault, _ rate: Double, at address: Int, _ block: inout FaultMemory.Block) -> Bool {
        let key = FaultMemory.Key(fault: fault.number, address: address)
        var tally = block.tallies[key, default: .init()]
        defer { block.tallies[key] = tally }
        let count = tally.operations
        tally.operations += 1
        if count < fault.fault.after { return false }
        if let times = fault.fault.times, tally.fired >= times { return false }
        var random = CounterRandom(seed: seed, fault: fault.number, address: address, count: count)
        guard random.happens(rate) else { return false }
        tally.fired += 1
        return true
    }

    /// Chance for what `fault` does to the operation on `address` that ``happens(_:_:at:_:)`` was asked of last.
    func random(_ fault: PlacedFault, at address: Int, _ block: FaultMemory.Block) -> CounterRandom {
        let count = block.tallies[.init(fault: fault.number, address: address)]?.operations ?? 0
        return CounterRandom(seed: ~seed, fault: fault.number, address: address, count: count)
    }

    public func fileOffset(of page: PageNumber) -> Int? { base.fileOffset(of: page) }
    public func page(atFileOffset offset: Int) -> PageNumber? { base.page(atFileOffset: offset) }
    public func sync() throws { try base.sync() }

    public func isBad(_ block: BlockNumber) throws -> Bool {
        let isBad = try base.isBad(block)
        return isBad || faults(in: block).contains { $0.fault.kind == .bad }
    }
}

/// A fault with its place on a chip.
struct PlacedFault: Sendable {
    let number: Int
    let fault: Fault
    /// nil: everywhere.
    let pages: PageRange?

    init(_ number: Int, _ fault: Fault, pages: PageRange?) {
        self.number = number
        self.fault = fault
        self.pages = pages
    }

    func touches(_ range: PageRange) -> Bool { pages?.overlaps(range) ?? true }
}
