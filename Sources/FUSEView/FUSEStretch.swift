// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import Inspect
import MTD

/// What a file shows: a stretch of one of the chip's spaces.
struct FUSEStretch: Hashable, Sendable {
    enum Space: Hashable, Sendable {
        /// Bytes of data, corrected.
        case data
        /// Bytes of OOB, page after page.
        case oob
        /// Data and OOB of each page as they lie on the chip.
        case raw
        /// The two texts.
        case info, bad
    }

    var space: Space
    /// In bytes of the space.
    var start: Int
    /// In bytes.
    var size: Int

    /// What of a request lies inside, in bytes of the space.
    func part(at offset: Int, count: Int) -> Range<Int> {
        let from = min(max(0, offset), size)
        return start + from..<start + from + min(max(0, count), size - from)
    }
}

extension FUSENode {
    /// - Returns: nil for folders, and for texts, whose size is known elsewhere.
    func stretch(of device: MTDDevice, _ partitions: [Partition]) -> FUSEStretch? {
        let geometry = device.geometry
        let oob = geometry.oobSize * geometry.pagesPerBlock
        return switch self {
        case .data: FUSEStretch(space: .data, start: 0, size: geometry.dataSize)
        case .oob: FUSEStretch(space: .oob, start: 0, size: oob * geometry.blockCount)
        case .raw: FUSEStretch(space: .raw, start: 0, size: geometry.rawSize)
        case .part(let index):
            FUSEStretch(space: .data, start: partitions[index].offset, size: partitions[index].size)
        case .blockData(let block):
            FUSEStretch(space: .data, start: block * geometry.blockSize, size: geometry.blockSize)
        case .blockOOB(let block): FUSEStretch(space: .oob, start: block * oob, size: oob)
        case .root, .info, .bad, .parts, .blocks, .block: nil
        }
    }
}
