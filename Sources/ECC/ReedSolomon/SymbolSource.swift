// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Reads the symbols of a message, that of the highest power first.
protocol SymbolSource {
    /// The symbol of number `k`.
    func symbol(_ k: Int, of message: UnsafeRawPointer) -> Int
}

/// A byte is a symbol.
struct ByteSymbols: SymbolSource {
    /// The byte of symbol 0, and the way from one to the next: 1 or -1.
    let first: Int
    let step: Int

    @inline(__always)
    func symbol(_ k: Int, of message: UnsafeRawPointer) -> Int {
        Int(message.load(fromByteOffset: first &+ k &* step, as: UInt8.self))
    }
}

/// Symbols of up to 16 bits, packed with the lowest bit first.
struct PackedSymbols: SymbolSource {
    let bits: Int
    /// Length of the bytes that hold them; what lies behind reads as 0.
    let bytes: Int

    @inline(__always)
    func symbol(_ k: Int, of message: UnsafeRawPointer) -> Int {
        let bit = k &* bits
        let byte = bit &>> 3
        var word: UInt32 = 0
        if byte &+ 4 <= bytes {
            word = message.loadUnaligned(fromByteOffset: byte, as: UInt32.self).littleEndian
        } else {
            for i in 0..<4 where byte &+ i < bytes {
                word |= UInt32(message.load(fromByteOffset: byte &+ i, as: UInt8.self)) &<< UInt32(8 &* i)
            }
        }
        return Int(word &>> UInt32(bit & 7)) & ((1 &<< bits) &- 1)
    }

    /// Adds `value` to symbol `k`; what would fall behind the bytes is lost.
    func add(_ value: Int, to k: Int, of message: UnsafeMutableRawPointer) {
        let bit = k &* bits
        var rest = value &<< (bit & 7)
        var byte = bit &>> 3
        while rest != 0, byte < bytes {
            let old = message.load(fromByteOffset: byte, as: UInt8.self)
            message.storeBytes(of: old ^ UInt8(truncatingIfNeeded: rest), toByteOffset: byte, as: UInt8.self)
            rest &>>= 8
            byte &+= 1
        }
    }

    /// Makes all bytes 0.
    func clear(_ message: UnsafeMutableRawPointer) {
        for i in 0..<bytes { message.storeBytes(of: 0, toByteOffset: i, as: UInt8.self) }
    }

    /// Whether all bytes are FF.
    func isErased(_ message: UnsafeRawPointer) -> Bool {
        (0..<bytes).allSatisfy { message.load(fromByteOffset: $0, as: UInt8.self) == 0xFF }
    }
}
