// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// How many pages a block has, once the pages are known.
///
/// Blocks are written from their first page on: a written page behind an erased one begins a block. UBI headers begin
/// one too, and lie in the data, wherever the layout has that.
struct BlockLengthSearch {
    let pagesPerBlock: Int
    let isAssumed: Bool
    /// One sentence.
    let reason: String

    /// Lengths that chips have.
    private static let lengths = [16, 32, 64, 128, 256, 512]
    private static let maxProbes = 1024
    private static let leastStarts = 10

    /// - Parameter codec: takes data out of raw pages; nil for data first.
    init(_ pages: any RawPages, codec: LayoutCodec?, probes: Int = maxProbes) throws {
        let smallest = Self.lengths[0]
        let slots = pages.count / smallest
        // Neighbouring slots from the start, then others all over.
        let near = min(slots, probes / 2)
        let step = max(1, (slots - near) / max(1, probes / 2))
        var starts: [Int] = []
        var headers: [Int] = []
        for slot in Array(0..<near) + Array(stride(from: near, to: slots, by: step)) {
            let number = slot * smallest
            guard let page = try pages.page(number), RowSampler.tells(page) else { continue }
            if Self.isUBIHeader(page, codec) { headers.append(number) }
            guard number > 0, let before = try pages.page(number - 1) else { continue }
            if before.withUnsafeBytes({ UniformBytes.isFilled($0, with: 0xFF) }) { starts.append(number) }
        }
        if let found = Self.length(headers) {
            (pagesPerBlock, isAssumed) = (found.length, false)
            reason = "\(found.count) UBI headers at multiples of \(found.length) pages"
        } else if let found = Self.length(starts) {
            (pagesPerBlock, isAssumed) = (found.length, false)
            reason = "writing begins anew \(found.count) times at multiples of \(found.length) pages"
        } else {
            let usual = pages.shape.usualPagesPerBlock
            (pagesPerBlock, isAssumed) = (usual, true)
            reason = "\(usual) pages in a block are usual and assumed"
        }
    }

    /// The largest length that nearly all starts keep to, where some are odd multiples of it.
    private static func length(_ starts: [Int]) -> (length: Int, count: Int)? {
        let starts = starts.filter { $0 > 0 }
        guard starts.count >= leastStarts else { return nil }
        for length in lengths.reversed() {
            let kept = starts.count { $0 % length == 0 }
            let odd = starts.count { $0 % (2 * length) == length }
            if kept * 10 >= starts.count * 9, odd >= 2 { return (length, kept) }
        }
        return nil
    }

    private static func isUBIHeader(_ raw: [UInt8], _ codec: LayoutCodec?) -> Bool {
        let magic = UBIEraseHeader.magic
        guard let codec, !codec.layout.isContiguous else {
            return raw.starts(with: magic) && UBIEraseHeader(Array(raw.prefix(UBIEraseHeader.size))) != nil
        }
        var data = [UInt8](repeating: 0, count: codec.layout.pageSize)
        raw.withUnsafeBytes { raw in
            data.withUnsafeMutableBytes { data in
                guard let from = raw.baseAddress, let to = data.baseAddress else { return }
                codec.takeApart(from, data: to, oob: nil)
            }
        }
        return data.starts(with: magic) && UBIEraseHeader(Array(data.prefix(UBIEraseHeader.size))) != nil
    }
}
