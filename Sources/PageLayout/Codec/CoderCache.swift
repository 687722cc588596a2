// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC
import Synchronization

/// Codes that were built once: catalogue and identification ask for the same ones again and again.
enum CoderCache {
    private struct Key: Hashable {
        var code: LayoutCode
        var messageBits: Int
    }

    private static let coders = Mutex<[Key: StepCoder]>([:])

    /// Codes kept; a hostile file cannot make them more.
    private static let maximumCount = 1024

    /// - Returns: nil for a code that is not known.
    /// - Throws: ``ECCError`` when the code cannot have such a message.
    static func coder(_ code: LayoutCode, messageBits: Int) throws(ECCError) -> StepCoder? {
        let key = Key(code: code, messageBits: messageBits)
        if let known = coders.withLock({ $0[key] }) { return known }
        guard let made = try make(code, messageBits) else { return nil }
        coders.withLock {
            if $0.count >= maximumCount { $0.removeAll() }
            $0[key] = made
        }
        return made
    }

    private static let sizes = Mutex<[Key: Int]>([:])

    /// Bits of parity for one message of such a code; 0 for a code that is not known.
    ///
    /// - Throws: ``ECCError`` when the code cannot have such a message.
    static func parityBits(_ code: LayoutCode, messageBits: Int) throws(ECCError) -> Int {
        let key = Key(code: code, messageBits: messageBits)
        if let known = sizes.withLock({ $0[key] }) { return known }
        let bits =
            switch code {
            case .none, .unknown: 0
            case .hamming(let variant): variant.parityBytes * 8
            case .bch(let parameters, let form):
                try BCHCode(parameters, messageBits: messageBits, form: form).parityBits
            case .reedSolomon(let parameters):
                try ReedSolomonCode(parameters, messageBytes: messageBits / 8).parityBytes * 8
            }
        sizes.withLock {
            if $0.count >= maximumCount { $0.removeAll() }
            $0[key] = bits
        }
        return bits
    }

    private static func make(_ code: LayoutCode, _ messageBits: Int) throws(ECCError) -> StepCoder? {
        switch code {
        case .none, .unknown:
            return nil
        case .hamming(let variant):
            return .hamming(try HammingCode(variant, messageBytes: messageBits / 8))
        case .bch(let parameters, let form):
            return .bch(
                try BCHCode(parameters, messageBits: messageBits, form: form, acceleration: .preferred),
                try BCHDecoder(parameters, messageBits: messageBits))
        case .reedSolomon(let parameters):
            return .reedSolomon(try ReedSolomonCode(parameters, messageBytes: messageBits / 8))
        }
    }
}
