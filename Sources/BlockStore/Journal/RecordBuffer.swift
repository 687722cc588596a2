// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Room in which records are put together before they are written, used again and again.
struct RecordBuffer {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - record: its length is set here.
    ///   - previous: what the payload begins with; nil for nothing.
    ///   - payload: the rest of it.
    mutating func append(
        _ record: Record, seed: UInt32, previous: UInt64? = nil, _ payload: UnsafeRawBufferPointer
    ) {
        var record = record
        record.length = payload.count + (previous == nil ? 0 : 8)
        let start = bytes.count
        withUnsafeBytes(of: record.words) { bytes.append(contentsOf: $0) }
        if let previous { withUnsafeBytes(of: previous.littleEndian) { bytes.append(contentsOf: $0) } }
        bytes.append(contentsOf: payload)
        let rest = -record.length & 7
        if rest > 0 { bytes.append(contentsOf: repeatElement(0, count: rest)) }
        bytes.withUnsafeMutableBytes { all in
            let frame = UnsafeRawBufferPointer(rebasing: all[start...])
            let checksum = Record.checksum(frame, seed: seed).littleEndian
            withUnsafeBytes(of: checksum) {
                UnsafeMutableRawBufferPointer(rebasing: all[start..<(start + 4)]).copyBytes(from: $0)
            }
        }
    }

    /// Adds a record whose payload is in two parts.
    mutating func append(_ record: Record, seed: UInt32, start: [UInt8], _ rest: UnsafeRawBufferPointer) {
        var payload = start
        payload.reserveCapacity(start.count + rest.count)
        payload.append(contentsOf: rest)
        append(record, seed: seed, payload)
    }

    mutating func append(_ record: Record, seed: UInt32, _ payload: [UInt8]) {
        payload.withUnsafeBytes { append(record, seed: seed, $0) }
    }
}

extension Array<UInt8> {
    /// Adds a little-endian number.
    mutating func appendLittle(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
