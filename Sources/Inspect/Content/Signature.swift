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
