// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Random chips for properties: every state a page can have, in runs and alone.
public enum RandomChip {
    /// Page 256 to 16384, OOB 0 to 1664, 1 to 512 pages a block; at most about `maxBytes` bytes in all.
    public static func geometry(_ random: inout SeededGenerator, maxBytes: Int = 1 << 20) throws -> Geometry {
        let page =
            random.chance(60)
            ? 256 << Int.random(in: 0...6, using: &random) : Int.random(in: 256...16384, using: &random)
        let oob = random.chance(15) ? 0 : Int.random(in: 1...min(1664, page), using: &random)
        let most = max(1, min(512, maxBytes / (page + oob) / 2))
        let perBlock =
            random.chance(50)
            ? 1 << Int.random(in: 0...(most.bitWidth - 1 - most.leadingZeroBitCount), using: &random)
            : Int.random(in: 1...most, using: &random)
        let blocks = Int.random(in: 1...max(1, min(24, maxBytes / ((page + oob) * perBlock))), using: &random)
        return try Geometry(pageSize: page, oobSize: oob, pagesPerBlock: perBlock, blockCount: blocks)
    }

    /// A chip whose pages are programmed, erased, missing or unreadable, and some of whose blocks are bad:
    /// with their contents and a mark in the OOB, with contents and no mark, some pages of them not whole, or without
    /// contents.
    public static func device(_ geometry: Geometry, _ random: inout SeededGenerator) throws -> MemoryDevice {
        let device = MemoryDevice(geometry: geometry)
        let marker = BadBlockMarker.standard(for: geometry)
        for number in 0..<geometry.blockCount {
            let block = BlockNumber(number)
            let isBad = random.chance(15)
            let isHeld = !isBad || random.chance(60)
            let isMarked = random.chance(70)
            for page in geometry.pages(of: block) {
                var bytes = self.bytes(geometry, &random)
                if let marker {
                    // Only bad blocks carry marks, or a reader would rightly call the others bad.
                    bytes[geometry.pageSize + marker.offset] = isBad && isMarked ? 0 : 0xFF
                }
                let kind =
                    isBad ? (!isHeld ? 3 : random.chance(10) ? 4 : 0) : Int.random(in: 0..<10, using: &random)
                switch kind {
                case 0...2: device.set(unitAt: page, state: .programmed, bytes: bytes)
                case 3: device.set(unitAt: page, state: .missing, bytes: nil)
                case 4: device.set(unitAt: page, state: .unreadable, bytes: bytes)
                default: break
                }
            }
            if isBad { try device.markBad(block) }
        }
        return device
    }

    /// A page's data and OOB; now and then a part of it is blank.
    private static func bytes(_ geometry: Geometry, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = random.bytes(geometry.rawPageSize)
        if random.chance(20) { for i in 0..<geometry.pageSize { bytes[i] = 0xFF } }
        if random.chance(20) { for i in geometry.pageSize..<geometry.rawPageSize { bytes[i] = 0xFF } }
        bytes[Int.random(in: 0..<geometry.pageSize, using: &random)] &= 0x7F
        return bytes
    }
}
