// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Between pages with their OOB in a row and data and OOB apart: copies in the cache, at memory speed.
package enum Interleaving {
    /// Takes `count` raw pages apart.
    ///
    /// - Parameters:
    ///   - raw: `count * (pageSize + oobSize)` bytes.
    ///   - data: room for `count * pageSize` bytes.
    ///   - oob: room for `count * oobSize` bytes.
    package static func split(
        _ raw: UnsafeRawBufferPointer, count: Int, pageSize: Int, oobSize: Int, oobFirst: Bool,
        data: UnsafeMutableRawBufferPointer, oob: UnsafeMutableRawBufferPointer
    ) {
        precondition(raw.count >= count * (pageSize + oobSize))
        precondition(data.count >= count * pageSize && oob.count >= count * oobSize)
        guard var from = raw.baseAddress, var data = data.baseAddress, var oob = oob.baseAddress else { return }
        let dataAt = oobFirst ? oobSize : 0
        let oobAt = oobFirst ? 0 : pageSize
        for _ in 0..<count {
            data.copyMemory(from: from + dataAt, byteCount: pageSize)
            oob.copyMemory(from: from + oobAt, byteCount: oobSize)
            from += pageSize &+ oobSize
            data += pageSize
            oob += oobSize
        }
    }

    /// Puts `count` raw pages together.
    ///
    /// - Parameter raw: room for `count * (pageSize + oobSize)` bytes.
    package static func join(
        data: UnsafeRawBufferPointer, oob: UnsafeRawBufferPointer, count: Int, pageSize: Int, oobSize: Int,
        into raw: UnsafeMutableRawBufferPointer
    ) {
        precondition(raw.count >= count * (pageSize + oobSize))
        precondition(data.count >= count * pageSize && oob.count >= count * oobSize)
        guard var to = raw.baseAddress, var data = data.baseAddress, var oob = oob.baseAddress else { return }
        for _ in 0..<count {
            to.copyMemory(from: data, byteCount: pageSize)
            (to + pageSize).copyMemory(from: oob, byteCount: oobSize)
            to += pageSize &+ oobSize
            data += pageSize
            oob += oobSize
        }
    }
}
