// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A dump in which no controller wrote any parity: nothing may be proved of it.
public struct CodelessDump: Sendable {
    /// What a page's bytes may be where no controller wrote parity.
    public enum Content: CaseIterable, Sendable {
        case random, text, constant, constantPages, counter, zerosWithBlankOOB, repeatedPage, sparse, code, mirrored
    }

    public var content: Content
    public var pageSize: Int
    public var oobSize: Int
    public var pages: Int

    /// Two hundred dumps of ten kinds, in several sizes and periods.
    public static let all: [CodelessDump] = (0..<200).map { number in
        let shapes = [(512, 16), (2048, 64), (2048, 128), (4096, 224), (2048, 0)]
        let (page, oob) = shapes[number / 10 % shapes.count]
        return CodelessDump(
            content: Content.allCases[number % 10], pageSize: page, oobSize: oob,
            pages: max(16, (number / 50 + 1) * (96 << 10) / (page + oob)))
    }

    /// All raw pages one after the other.
    public func bytes(seed: UInt64) -> [UInt8] {
        let (page, oob) = (pageSize, oobSize)
        var random = SeededGenerator(seed: seed)
        let raw = page + oob
        let blank = [UInt8](repeating: 0xFF, count: oob)
        let words = ["void ", "int ", "return ", "0; ", "struct ", "page ", "{\n", "}\n"].map { Array($0.utf8) }
        func text(_ count: Int) -> [UInt8] {
            var text: [UInt8] = []
            while text.count < count { text += words[Int.random(in: 0..<8, using: &random)] }
            return Array(text.prefix(count))
        }
        let one = random.bytes(raw)
        let constant = UInt8.random(in: 0...255, using: &random)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw * pages)
        for number in 0..<pages {
            switch content {
            case .random: bytes += random.bytes(raw)
            case .text: bytes += text(page) + blank
            case .constant: bytes += [UInt8](repeating: constant, count: raw)
            case .constantPages: bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: page) + blank
            case .counter:
                bytes += (0..<raw).map { UInt8(truncatingIfNeeded: (number * raw + $0) >> (($0 % 4) * 8)) }
            case .zerosWithBlankOOB:
                bytes += [UInt8](repeating: 0, count: page) + blank
            case .repeatedPage: bytes += one
            case .sparse:
                var sparse = [UInt8](repeating: 0, count: raw)
                for _ in 0..<8 {
                    sparse[Int.random(in: 0..<raw, using: &random)] = UInt8.random(in: 1...255, using: &random)
                }
                bytes += sparse
            case .code: bytes += text(page / 2) + random.bytes(page / 2) + [UInt8](repeating: 0, count: oob)
            case .mirrored:
                let half = random.bytes(page / 2)
                bytes += half + half + random.bytes(2) + blank.dropFirst(2)
            }
        }
        return bytes
    }
}
