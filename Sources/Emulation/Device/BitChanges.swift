// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Bits of a unit that a read gets wrong.
struct BitChanges {
    /// Places in the unit, in bits: the data of its pages, then their OOB.
    var raised: [Int] = []
    var cleared: [Int] = []
    var toggled: [Int] = []

    var isEmpty: Bool { raised.isEmpty && cleared.isEmpty && toggled.isEmpty }

    /// Changes what `buffer` holds of the unit.
    ///
    /// - Parameter part: those of the unit's pages that were read.
    /// - Returns: the bits that are not what they were.
    func apply(to part: PageRange, in buffer: PageBuffer) -> Int {
        let (geometry, data, oob) = (buffer.geometry, buffer.data(of: part), buffer.oob(of: part))
        let skipped = part.lowerBound.rawValue % geometry.unitPages
        let dataBytes = geometry.unitPages * geometry.pageSize
        /// Where the byte with this bit lies; nil when it was not read.
        func byte(of place: Int) -> (UnsafeMutableRawBufferPointer, Int)? {
            let index = place / 8
            let (room, at) =
                index < dataBytes
                ? (data, index - skipped * geometry.pageSize) : (oob, index - dataBytes - skipped * geometry.oobSize)
            return room.indices.contains(at) ? (room, at) : nil
        }
        var changed = 0
        func change(_ places: [Int], _ rule: (UInt8, UInt8) -> UInt8) {
            for place in places {
                guard let (room, at) = byte(of: place) else { continue }
                let after = rule(room[at], 1 << UInt8(place & 7))
                if after != room[at] { changed += 1 }
                room[at] = after
            }
        }
        change(raised) { $0 | $1 }
        change(cleared) { $0 & ~$1 }
        change(toggled) { $0 ^ $1 }
        return changed
    }
}

extension PageBuffer {
    /// Gives pages of which bits were changed the state that their bytes show, where bytes are what it comes from.
    func reclassify(_ part: PageRange) {
        guard [.erased, .programmed].contains(state(of: part.lowerBound)) else { return }
        let isBlank =
            UniformBytes.isFilled(UnsafeRawBufferPointer(data(of: part)), with: 0xFF)
            && UniformBytes.isFilled(UnsafeRawBufferPointer(oob(of: part)), with: 0xFF)
        setState(isBlank ? .erased : .programmed, of: part)
    }
}
