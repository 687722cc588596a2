// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Looks for UBI headers where blocks of every known size begin, all over a dump.
///
/// Finds them in few reads where UBI begins far behind the start.
enum BlockStartProbe {
    /// Pairs of neighbouring blocks looked at for each size.
    private static let pairs = 12

    /// - Returns: places of good headers, ascending.
    /// - Throws: ``IOFailure``.
    static func ubiHeaders(_ source: any ByteSource) throws -> [Int] {
        var found = Set<Int>()
        for size in KnownShape.rawBlockSizes {
            let blocks = source.size / size
            guard blocks > 1 else { continue }
            let step = max(2, blocks / pairs)
            for pair in stride(from: 0, to: blocks - 1, by: step) {
                for block in [pair, pair + 1] {
                    let offset = block * size
                    guard source.hole(at: offset) == nil else { continue }
                    if UBIEraseHeader(try source.bytes(at: offset, count: UBIEraseHeader.size)) != nil {
                        found.insert(offset)
                    }
                }
            }
        }
        return found.sorted()
    }
}
