// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Preallocated room for some pages: their data, their OOB, and their states.
///
/// Data of all pages lies together, and OOB of all pages lies together. One buffer is used for a whole
/// run over an image, by one thread at a time; nothing allocates per page.
///
/// This is one of the few places that hold raw memory; whoever uses its pointers keeps them inside
/// the call that got them.
public final class PageBuffer {
    /// The shape of the pages in it.
    public let geometry: Geometry
    /// Room, in pages: a multiple of the geometry's ``Geometry/unitPages``.
    public let capacity: Int
    /// The pages that it holds now.
    ///
    /// Setting them forgets all states.
    public var pages: PageRange = PageRange(from: PageNumber(0), count: 0) {
        didSet {
            states.reset(at: pages.lowerBound)
            together = nil
            bitflips = 0
        }
    }

    /// Most bits that were wrong in one ECC step of the pages, where somebody corrected them; 0 when nobody did.
    ///
    /// Setting ``pages`` makes it 0.
    public var bitflips = 0

    private let dataStore: UnsafeMutableRawBufferPointer
    private let oobStore: UnsafeMutableRawBufferPointer
    private var states = StateRuns()
    private var scratchStore: UnsafeMutableRawBufferPointer?
    /// Where a raw page in the scratch room has its data and its OOB; nil when both lie apart in their stores.
    private var together: (dataAt: Int, oobAt: Int)?

    /// Bytes of data that a buffer aims at: fewer system calls than with less, and still in the caches.
    public static let preferredBytes = 1 << 20

    /// - Parameter capacity: pages, rounded up to whole units; by default what fits ``preferredBytes``.
    public init(geometry: Geometry, capacity: Int? = nil) {
        self.geometry = geometry
        let unit = geometry.unitPages
        let wanted = max(1, capacity ?? PageBuffer.preferredBytes / geometry.pageSize)
        // By default a buffer starts at a unit and holds whole ones.
        self.capacity = capacity == nil ? max(unit, wanted / unit * unit) : (wanted + unit - 1) / unit * unit
        dataStore = .allocate(byteCount: self.capacity * geometry.pageSize, alignment: 4096)
        oobStore = .allocate(byteCount: max(1, self.capacity * geometry.oobSize), alignment: 4096)
    }

    deinit {
        dataStore.deallocate()
        oobStore.deallocate()
        scratchStore?.deallocate()
    }

    /// The data of the first `count` pages, `count * pageSize` bytes.
    public func data(count: Int) -> UnsafeMutableRawBufferPointer {
        takeApart()
        return UnsafeMutableRawBufferPointer(rebasing: dataStore[..<(count * geometry.pageSize)])
    }

    /// The OOB of the first `count` pages, `count * oobSize` bytes.
    public func oob(count: Int) -> UnsafeMutableRawBufferPointer {
        takeApart()
        return UnsafeMutableRawBufferPointer(rebasing: oobStore[..<(count * geometry.oobSize)])
    }

    /// The data of some pages that it holds.
    public func data(of range: PageRange) -> UnsafeMutableRawBufferPointer {
        let first = range.lowerBound.rawValue - pages.lowerBound.rawValue
        let size = geometry.pageSize
        takeApart()
        return UnsafeMutableRawBufferPointer(rebasing: dataStore[(first * size)..<((first + range.count) * size)])
    }

    /// The OOB of some pages that it holds.
    public func oob(of range: PageRange) -> UnsafeMutableRawBufferPointer {
        let first = range.lowerBound.rawValue - pages.lowerBound.rawValue
        let size = geometry.oobSize
        takeApart()
        return UnsafeMutableRawBufferPointer(rebasing: oobStore[(first * size)..<((first + range.count) * size)])
    }

    /// Room for the bytes as they lie in a file, made at first use and kept.
    public func scratch(bytes: Int) -> UnsafeMutableRawBufferPointer {
        if let scratchStore, scratchStore.count >= bytes {
            return UnsafeMutableRawBufferPointer(rebasing: scratchStore[..<bytes])
        }
        scratchStore?.deallocate()
        let store = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 4096)
        scratchStore = store
        return store
    }

    /// Says that the scratch room holds ``pages`` as they lie on the chip, data and OOB of each together.
    ///
    /// They are taken apart only if somebody asks for them so: many copies never do.
    public func holdsTogether(oobFirst: Bool) {
        together = oobFirst ? (geometry.oobSize, 0) : (0, geometry.pageSize)
    }

    private func takeApart() {
        guard let together, let scratchStore else { return }
        self.together = nil
        Interleaving.split(
            UnsafeRawBufferPointer(scratchStore), count: pages.count, pageSize: geometry.pageSize,
            oobSize: geometry.oobSize, oobFirst: together.oobAt == 0, data: dataStore, oob: oobStore)
    }

    /// The data of some pages, wherever it lies: a piece a page.
    public func stridedData(of range: PageRange) -> StridedBytes {
        strided(range, geometry.pageSize, together?.dataAt, dataStore)
    }

    /// The OOB of some pages, wherever it lies: a piece a page.
    public func stridedOOB(of range: PageRange) -> StridedBytes {
        strided(range, geometry.oobSize, together?.oobAt, oobStore)
    }

    private func strided(
        _ range: PageRange, _ size: Int, _ at: Int?, _ store: UnsafeMutableRawBufferPointer
    ) -> StridedBytes {
        let first = range.lowerBound.rawValue - pages.lowerBound.rawValue
        guard let at, let raw = scratchStore?.baseAddress else {
            let start = UnsafeRawPointer(store.baseAddress.map { $0 + first * size })
            return StridedBytes(start: start, size: size, stride: size, count: range.count)
        }
        let stride = geometry.rawPageSize
        return StridedBytes(
            start: UnsafeRawPointer(raw + first * stride + at), size: size, stride: stride, count: range.count)
    }

    /// Some pages as they lie together, `count * rawPageSize` bytes; nil when they do not lie in this order.
    public func rawPages(of range: PageRange, oobFirst: Bool) -> UnsafeRawBufferPointer? {
        guard let together, let scratchStore, (together.oobAt == 0) == oobFirst else { return nil }
        let first = range.lowerBound.rawValue - pages.lowerBound.rawValue
        let size = geometry.rawPageSize
        return UnsafeRawBufferPointer(rebasing: scratchStore[(first * size)..<((first + range.count) * size)])
    }

    /// All pages that it holds as they lie on the chip, data and then OOB of each, to be changed in place.
    ///
    /// - Returns: `pages.count * rawPageSize` bytes.
    public func rawPagesInPlace() -> UnsafeMutableRawBufferPointer {
        if together?.dataAt != 0 {
            takeApart()
            let raw = scratch(bytes: pages.count * geometry.rawPageSize)
            Interleaving.join(
                data: UnsafeRawBufferPointer(dataStore), oob: UnsafeRawBufferPointer(oobStore), count: pages.count,
                pageSize: geometry.pageSize, oobSize: geometry.oobSize, into: raw)
            holdsTogether(oobFirst: false)
        }
        return scratch(bytes: pages.count * geometry.rawPageSize)
    }

    /// Takes the pages of ``rawPagesInPlace()`` apart by another rule than data first.
    ///
    /// - Parameter rule: from a raw page to its data and its OOB, of this geometry's sizes.
    public func takeApart(
        by rule: (_ page: PageNumber, UnsafeRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Void
    ) {
        guard let raw = rawPagesInPlace().baseAddress, let data = dataStore.baseAddress, let oob = oobStore.baseAddress
        else { return }
        for (i, page) in pages.enumerated() {
            rule(
                page, UnsafeRawPointer(raw + i * geometry.rawPageSize), data + i * geometry.pageSize,
                oob + i * geometry.oobSize)
        }
        together = nil
    }

    /// The state of `page`.
    public func state(of page: PageNumber) -> PageState { states.run(at: page).state }

    /// Sets the state of `range`, a part of ``pages`` that begins no later than what was set before ends.
    public func setState(_ state: PageState, of range: PageRange) { states.set(state, of: range) }

    /// Sets the pages of `range`, whose states were set before, to bad.
    ///
    /// Pages that are not whole stay unreadable: that their block is bad does not bring their bytes back.
    public func setBad(_ range: PageRange) {
        var start = range.lowerBound
        var page = start
        while page < range.upperBound {
            let (state, end) = states.run(at: page)
            let next = min(end, range.upperBound)
            if state == .unreadable {
                setState(.bad, of: start..<page)
                start = next
            }
            page = next
        }
        setState(.bad, of: start..<range.upperBound)
    }

    /// The run of one state that starts at `page`.
    public func run(from page: PageNumber) -> PageExtent {
        let (state, end) = states.run(at: page)
        return PageExtent(pages: page..<min(end, pages.upperBound), state: state, content: .bytes)
    }
}

/// Handed from thread to thread as a whole; never used by two at once.
extension PageBuffer: @unchecked Sendable {}

extension PageBuffer {
    /// Sets each unit's state from its bytes: erased when all of data and OOB are 0xFF, else programmed.
    ///
    /// The rule for what a dump can tell: erased flash and programmed 0xFF look the same.
    public func classifyByContent() {
        geometry.forEachUnit(of: pages) { unit in setState(isBlank(unit) ? .erased : .programmed, of: unit) }
    }

    private func isBlank(_ unit: PageRange) -> Bool {
        let data = stridedData(of: unit)
        let oob = stridedOOB(of: unit)
        func isBlank(_ pieces: StridedBytes) -> Bool {
            if let all = pieces.contiguous { return UniformBytes.isFilled(all, with: 0xFF) }
            return (0..<pieces.count).allSatisfy { UniformBytes.isFilled(pieces[$0], with: 0xFF) }
        }
        return isBlank(data) && isBlank(oob)
    }

    /// Makes the buffer hold `range` with every byte of data and OOB equal to `byte`.
    public func fill(_ range: PageRange, with byte: UInt8, state: PageState) {
        pages = range
        data(count: range.count).initializeMemory(as: UInt8.self, repeating: byte)
        oob(count: range.count).initializeMemory(as: UInt8.self, repeating: byte)
        setState(state, of: range)
    }
}
