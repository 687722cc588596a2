// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Makes the bits that programming a page puts on the chip, as a controller does: parity over what is given, with 0xFF
/// for what is not.
///
/// Steps whose message is all 0xFF get no parity: they stay as an erase leaves them. Used by one thread at a time;
/// nothing is made per page.
public final class PageProgrammer {
    private let plan: LayoutPlan
    private let raw: UnsafeMutableRawBufferPointer
    private var spaces: [(codec: LayoutCodec, space: LayoutCodec.Workspace)] = []

    public init(plan: LayoutPlan) {
        self.plan = plan
        raw = .allocate(byteCount: plan.geometry.rawPageSize, alignment: 64)
    }

    deinit { raw.deallocate() }

    /// - Parameters:
    ///   - data: `pageSize` bytes, 0xFF where nothing is programmed.
    ///   - oob: `oobSize` bytes as the layout arranges them; nil leaves the OOB alone but for parity. Parity goes over
    ///     what it has in parity's place.
    /// - Returns: `rawPageSize` bytes as they lie on the chip, good until the next call.
    public func bits(_ page: PageNumber, data: UnsafeRawPointer, oob: UnsafeRawPointer?) -> UnsafeRawBufferPointer {
        let geometry = plan.geometry
        guard let start = raw.baseAddress else { return UnsafeRawBufferPointer(raw) }
        raw.initializeMemory(as: UInt8.self, repeating: 0xFF)
        guard let codec = plan.part(of: geometry.block(of: page)).codec else {
            start.copyMemory(from: data, byteCount: geometry.pageSize)
            if let oob { (start + geometry.pageSize).copyMemory(from: oob, byteCount: geometry.oobSize) }
            return UnsafeRawBufferPointer(raw)
        }
        codec.putTogether(data: data, oob: oob, start)
        let space = space(for: codec)
        codec.encode(start, space, setsPads: oob == nil) { step in
            let isBlank = codec.messageIsBlank(start, step: step)
            space.outcomes[step] = isBlank ? .erased(flips: 0) : .clean
            return isBlank ? .keep : .encode
        }
        if codec.layout.scrambler != nil {
            codec.scramble(start, pageInBlock: page.rawValue % geometry.pagesPerBlock)
            codec.eraseOnChip(start, space.outcomes)
        }
        return UnsafeRawBufferPointer(raw)
    }

    private func space(for codec: LayoutCodec) -> LayoutCodec.Workspace {
        for entry in spaces where entry.codec === codec { return entry.space }
        let space = LayoutCodec.Workspace(for: codec)
        spaces.append((codec, space))
        return space
    }
}
