// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A cheap test of the first bytes of something.
enum Signature: Sendable, Hashable {
    /// These bytes (eight at the most) at this offset.
    case bytes([UInt8], at: Int = 0)
    /// `name=` in plain text at this offset; only at multiples of 4096 bytes.
    case key(at: Int)

    static func text(_ text: String, at offset: Int = 0) -> Signature { .bytes(Array(text.utf8), at: offset) }

    func matches(_ head: [UInt8]) -> Bool {
        head.withUnsafeBytes { bytes in
            switch self {
            case .bytes(let magic, let offset):
                bytes.count >= offset + magic.count && bytes[offset..<(offset + magic.count)].elementsEqual(magic)
            case .key(let offset):
                Signature.isKey(bytes, at: offset)
            }
        }
    }

    /// Longest name of a variable that counts.
    private static let maxKey = 64

    /// Whether a letter or `_`, then letters, digits, `_`, `.`, `-`, then `=` stand at `offset`.
    static func isKey(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        guard offset < bytes.count,
            bytes[offset] | 0x20 >= 0x61 && bytes[offset] | 0x20 <= 0x7A || bytes[offset] == 0x5F
        else { return false }
        for i in (offset + 1)..<min(bytes.count, offset + maxKey) {
            switch bytes[i] {
            case 0x3D: return true
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: continue
            default: return false
            }
        }
        return false
    }
}

/// All signatures, made for speed.
struct SignatureSet {
    /// A signature of bytes as a comparison of 64-bit words.
    private struct Word {
        let offset: Int
        let mask: UInt64
        let value: UInt64
        let recogniser: Int
    }

    private struct Key {
        let offset: Int
        let recogniser: Int
    }

    /// Where something may begin, and who is to look at it.
    struct Candidate {
        let position: Int
        let recogniser: Int
    }

    private var words: [Word] = []
    private var keys: [Key] = []
    private static let keyAlignment = 4096

    init(_ recognisers: [any Recogniser]) {
        for (index, recogniser) in recognisers.enumerated() {
            for signature in recogniser.signatures {
                switch signature {
                case .bytes(let magic, let offset):
                    var mask: UInt64 = 0
                    var value: UInt64 = 0
                    for (i, byte) in magic.prefix(8).enumerated() {
                        mask |= 0xFF << UInt64(8 * i)
                        value |= UInt64(byte) << UInt64(8 * i)
                    }
                    words.append(Word(offset: offset, mask: mask, value: value, recogniser: index))
                case .key(let offset):
                    keys.append(Key(offset: offset, recogniser: index))
                }
            }
        }
    }

    /// Looks at each `step`-th byte of `bytes`.
    ///
    /// - Parameter base: the data offset of the first byte, in bytes.
    func candidates(in bytes: UnsafeRawBufferPointer, base: Int, step: Int) -> [Candidate] {
        guard let start = bytes.baseAddress else { return [] }
        var found: [Candidate] = []
        var position = (step &- base % step) % step
        words.withUnsafeBufferPointer { words in
            while position < bytes.count {
                for word in words where position &+ word.offset &+ 8 <= bytes.count {
                    let value = UInt64(
                        littleEndian: start.loadUnaligned(fromByteOffset: position &+ word.offset, as: UInt64.self))
                    if value & word.mask == word.value {
                        found.append(Candidate(position: base &+ position, recogniser: word.recogniser))
                    }
                }
                if (base &+ position) % SignatureSet.keyAlignment == 0 {
                    for key in keys where Signature.isKey(bytes, at: position &+ key.offset) {
                        found.append(Candidate(position: base &+ position, recogniser: key.recogniser))
                    }
                }
                position &+= step
            }
        }
        return found
    }
}
