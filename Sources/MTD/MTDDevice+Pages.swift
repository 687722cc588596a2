// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
public import Flash
import PageLayout

extension MTDDevice {
    /// Programs one page's bits as they are to lie on the chip.
    ///
    /// - Parameter bits: `rawPageSize` bytes: data, then OOB.
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`, `rules`, `wrongLength`), or what the chip throws.
    public func program(_ page: PageNumber, bits: UnsafeRawBufferPointer, _ room: MTDRoom) throws {
        try checkWritable()
        try program(page, bits, room)
    }

    /// Programs one page with new data and what an old OOB held beside parity: marker, free bytes, bytes nobody knows.
    ///
    /// Parity is made for both. Nothing is programmed where both are blank.
    ///
    /// - Parameters:
    ///   - data: `writeSize` bytes.
    ///   - old: `oobSize` bytes as the layout arranges them.
    /// - Throws: ``FlashError`` (`outOfRange`, `readOnly`, `rules`), or what the chip throws.
    public func program(
        _ page: PageNumber, data: UnsafeRawBufferPointer, keepingOOB old: UnsafeRawBufferPointer, _ room: MTDRoom
    ) throws {
        try checkWritable()
        guard let start = data.baseAddress else { return }
        room.oob.copyBytes(from: old)
        if let codec = plan?.part(of: geometry.block(of: page)).codec {
            for part in codec.layout.oobParts where part.kind == .parity {
                room.oob.set(part.range, codec.layout.order)
            }
        }
        let kept = UniformBytes.isFilled(UnsafeRawBufferPointer(room.oob), with: 0xFF) ? nil : room.oob.baseAddress
        if kept == nil, UniformBytes.isFilled(data, with: 0xFF) { return }
        if let programmer = room.programmer {
            // Bits beside the parity get the engine's value where nothing says otherwise.
            try program(page, programmer.bits(page, data: start, oob: kept.map { UnsafeRawPointer($0) }), room)
        } else {
            room.raw.copyBytes(from: data)
            UnsafeMutableRawBufferPointer(rebasing: room.raw[shape.writeSize...])
                .copyBytes(from: UnsafeRawBufferPointer(rebasing: room.oob[..<shape.oobSize]))
            try program(page, UnsafeRawBufferPointer(room.raw), room)
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func set(_ range: BitRange, _ order: BitOrder) {
        for bit in range.start..<Swift.min(range.end, count * 8) { self[bit / 8] |= order.mask(bit % 8) }
    }
}
