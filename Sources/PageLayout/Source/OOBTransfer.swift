// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Flash

/// Moves free OOB bytes and the marker from pages of one layout to pages of another.
struct OOBTransfer: Sendable {
    private let from: [BitRange]
    private let to: [BitRange]
    private let markers: (from: BitRange, to: BitRange)?
    /// OOB of the source that has no name: it has no place in the target.
    private let unnamed: [BitRange]
    private let orders: (from: BitOrder, to: BitOrder)

    init(from source: PageLayout, to target: PageLayout) {
        from = Self.wholeBytes(source, .free)
        to = Self.wholeBytes(target, .free)
        unnamed = source.fields.filter { $0.kind == .unused }.map(\.range)
        if let a = source.marker?.range, let b = target.marker?.range {
            markers = (a, BitRange(start: b.start, count: min(a.count, b.count)))
        } else {
            markers = nil
        }
        orders = (source.order, target.order)
    }

    private static func wholeBytes(_ layout: PageLayout, _ kind: OOBField.Kind) -> [BitRange] {
        layout.fields.filter { $0.kind == kind && $0.range.isWholeBytes }.map(\.range).joined()
    }

    /// Bytes of free OOB that the target has no room for, if the source uses them all.
    var excess: Int { max(0, from.bitCount - to.bitCount) / 8 }

    /// - Returns: bytes of the source's OOB that are not 0xFF and have no place in the target.
    func move(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) -> Int {
        if let markers {
            for k in 0..<(markers.to.count / 8) {
                target.storeBytes(
                    of: source.load(fromByteOffset: markers.from.start / 8 + k, as: UInt8.self),
                    toByteOffset: markers.to.start / 8 + k, as: UInt8.self)
            }
        }
        var places = to.lazy.flatMap(\.bytes).makeIterator()
        var lost = 0
        for byte in from.lazy.flatMap(\.bytes) {
            let value = source.load(fromByteOffset: byte, as: UInt8.self)
            if let place = places.next() {
                target.storeBytes(of: value, toByteOffset: place, as: UInt8.self)
            } else if value != 0xFF {
                lost += 1
            }
        }
        for range in unnamed where range.isWholeBytes {
            for byte in range.bytes where source.load(fromByteOffset: byte, as: UInt8.self) != 0xFF { lost += 1 }
        }
        return lost
    }
}
