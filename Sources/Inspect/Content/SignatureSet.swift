// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

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
        var found: [Candidate] = []
        var position = (step &- base % step) % step
        words.withUnsafeBufferPointer { words in
            while position < bytes.count {
                for word in words where position &+ word.offset &+ 8 <= bytes.count {
                    let value = bytes.little64(at: position &+ word.offset)
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
