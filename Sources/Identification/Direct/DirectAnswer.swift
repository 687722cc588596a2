// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// A structure in a dump that states the geometry outright.
public struct DirectAnswer: Sendable {
    /// Without the number of blocks, unless the structure has it; pages per block 0 where it does not say.
    public var geometry: GeometrySpec
    /// One sentence.
    public var text: String

    /// Looks for the structures of boot ROMs and chips, at the start, at the end, and in samples between.
    ///
    /// - Throws: what reading throws.
    public static func find(_ source: any ByteSource) throws -> [DirectAnswer] {
        try find(source, DumpSample(source))
    }

    static func find(_ source: any ByteSource, _ sample: DumpSample) throws -> [DirectAnswer] {
        var answers: [DirectAnswer] = []
        let head = try source.bytes(at: 0, count: 1 << 16)
        if let found = PMECCHeader(head) { answers.append(found.answer) }
        var stretches = sample.windows.map { (offset: $0.offset, bytes: $0.bytes) }
        // Programmers append the parameter page.
        let tail = max(0, source.size - (64 << 10))
        if tail > 0 { stretches.append((tail, try source.bytes(at: tail, count: 64 << 10))) }
        for (offset, bytes) in stretches {
            if let found = FCB.find(in: bytes, at: offset) { answers.append(found.answer) }
            if let found = ONFIPage.find(in: bytes, at: offset) { answers.append(found.answer) }
        }
        return answers.filter(\.isPossible)
    }

    /// Whether a chip can have the geometry: pages of NAND have 256 bytes at least.
    private var isPossible: Bool {
        guard geometry.pageSize >= 256 else { return false }
        var spec = geometry
        spec.pagesPerBlock = max(1, spec.pagesPerBlock)
        return (try? spec.geometry(blockCount: spec.blockCount ?? 0)) != nil
    }
}

extension Array<UInt8> {
    /// The little-endian number at `offset`; nil behind the end.
    func little32(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        return (0..<4).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
    }

    func little16(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        return Int(self[offset]) | Int(self[offset + 1]) << 8
    }

    /// Where `pattern` lies, ascending; at most `limit` places.
    func places(of pattern: [UInt8], limit: Int) -> [Int] {
        guard let first = pattern.first, count >= pattern.count else { return [] }
        var places: [Int] = []
        withUnsafeBufferPointer { bytes in
            var i = 0
            while i <= bytes.count - pattern.count, places.count < limit {
                if bytes[i] == first, pattern.indices.allSatisfy({ bytes[i + $0] == pattern[$0] }) { places.append(i) }
                i += 1
            }
        }
        return places
    }
}
