// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutCodec {
    /// Copies the bits of one step, parity and pads with it, from one raw page to another.
    func copyStep(_ step: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        for range in layout.steps[step].ranges {
            BitCopy.copy(
                from: source, at: range.start, to: target, at: range.start, count: range.count, order: layout.order)
        }
    }

    /// Bits of one step's message and parity in which two raw pages differ.
    ///
    /// - Parameter scratch: room for a raw page.
    func stepDistance(
        _ step: Int, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ scratch: UnsafeMutableRawPointer
    ) -> Int {
        layout.steps[step].ranges.reduce(0) { sum, range in
            for byte in range.bytes {
                let x = a.load(fromByteOffset: byte, as: UInt8.self)
                let y = b.load(fromByteOffset: byte, as: UInt8.self)
                scratch.storeBytes(of: ~(x ^ y), toByteOffset: byte, as: UInt8.self)
            }
            return sum + BitCopy.zeros(scratch, at: range.start, count: range.count, order: layout.order)
        }
    }
}
