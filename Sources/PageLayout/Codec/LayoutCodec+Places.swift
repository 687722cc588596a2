// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutCodec {
    /// Takes a raw page apart.
    ///
    /// - Parameters:
    ///   - data: room for `pageSize` bytes.
    ///   - oob: room for `oobSize` bytes; nil when nobody wants them.
    public func takeApart(
        _ raw: UnsafeRawPointer, data: UnsafeMutableRawPointer, oob: UnsafeMutableRawPointer?
    ) {
        var next = 0
        for range in layout.data {
            BitCopy.copy(from: raw, at: range.start, to: data, at: next, count: range.count, order: layout.order)
            next += range.count
        }
        guard let oob else { return }
        next = 0
        for range in layout.oob {
            BitCopy.copy(from: raw, at: range.start, to: oob, at: next, count: range.count, order: layout.order)
            next += range.count
        }
    }

    /// Puts a raw page together: the inverse of ``takeApart(_:data:oob:)``.
    ///
    /// - Parameter oob: nil leaves the OOB's bits of `raw` alone.
    public func putTogether(
        data: UnsafeRawPointer, oob: UnsafeRawPointer?, _ raw: UnsafeMutableRawPointer
    ) {
        var next = 0
        for range in layout.data {
            BitCopy.copy(from: data, at: next, to: raw, at: range.start, count: range.count, order: layout.order)
            next += range.count
        }
        guard let oob else { return }
        next = 0
        for range in layout.oob {
            BitCopy.copy(from: oob, at: next, to: raw, at: range.start, count: range.count, order: layout.order)
            next += range.count
        }
    }
}
