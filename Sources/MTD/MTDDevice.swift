// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// A chip as Linux sees an MTD: bytes of data at addresses, OOB beside them, ECC in between.
///
/// Addresses and counts are bytes of data, OOB not counted. Reads come with what ECC says of them; programming makes
/// parity and clears bits, as a controller does. All calls are safe from several threads at once, each with an
/// ``MTDRoom`` of its own, and allocate nothing.
public final class MTDDevice: Sendable {
    /// The bits of the chip.
    public let chip: any FlashDevice
    /// nil where no layout is known: pages are data and OOB as they lie.
    public let plan: LayoutPlan?
    public let shape: MTDShape
    /// Told of what happens that whoever asks is not told.
    let onEvent: @Sendable (MTDEvent) -> Void

    /// Data and OOB in their places, corrected.
    let corrected: any PageSource
    /// Data and OOB in their places.
    let arranged: any PageSource
    let foreseen = ForeseenPages()
    let rules: ProgramRules
    let oobIsProtected: Bool

    public var geometry: Geometry { chip.geometry }

    /// - Parameters:
    ///   - chip: raw pages of the plan's geometry.
    ///   - isStrict: what a chip's rules forbid fails; else it is told as an event and done.
    public init(
        _ chip: any FlashDevice, plan: LayoutPlan?, shape: MTDShape, isStrict: Bool = false,
        onEvent: @escaping @Sendable (MTDEvent) -> Void = { _ in }
    ) {
        self.chip = chip
        self.plan = plan
        self.shape = shape
        self.onEvent = onEvent
        rules = ProgramRules(chip.geometry, shape.kind, isStrict: isStrict)
        oobIsProtected = plan?.codecs.contains { $0.layout.protectsOOB } ?? false
        if let plan {
            corrected = DecodedSource(chip, plan: plan, mode: .init(corrects: true))
            arranged =
                plan.isContiguous ? chip : DecodedSource(chip, plan: plan, mode: .init(corrects: false))
        } else {
            corrected = chip
            arranged = chip
        }
    }

    /// - Throws: ``FlashError`` (`outOfRange`) unless `count` bytes of data lie at `address`.
    func check(_ address: Int, _ count: Int) throws(FlashError) {
        guard address >= 0, count >= 0, address <= shape.size, count <= shape.size - address else {
            throw FlashError(
                .outOfRange,
                "\(count) bytes at data offset \(ByteCount.hex(address)), the chip has \(ByteCount.hex(shape.size))")
        }
    }

    /// The page that holds the byte of data at `address`.
    func page(at address: Int) -> PageNumber { PageNumber(address / shape.writeSize) }
}

/// Something that a person who reads the log wants to know.
public enum MTDEvent: Sendable, Hashable {
    /// Was programmed so often since its block was erased; the chip allows fewer.
    case overprogrammed(PageNumber, times: Int, limit: Int)
    /// Was programmed after a later page of its block.
    case outOfOrder(PageNumber, after: PageNumber)
    /// Holds more wrong bits than its ECC can correct.
    case uncorrectable(PageNumber)
    /// Was read, and the dump does not hold it, or not whole.
    case notHeld(PageNumber)
}
