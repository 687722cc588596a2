// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A Reed-Solomon code for messages of one length.
///
/// Any number of threads may use one code. Nothing allocates after `init`.
public final class ReedSolomonCode: Sendable {
    public let parameters: ReedSolomonParameters
    /// Length of the message, in bytes.
    public let messageBytes: Int
    /// Length of the stored parity, in bytes.
    public let parityBytes: Int

    private let division: ReedSolomonDivision
    private let decoder: ReedSolomonDecoder
    /// The parity of a message of FF, where that is stored as FF: symbols, that of x^0 first.
    private let erasedParity: [UInt16]

    /// - Throws: ``ECCError`` (`impossibleCode`, `notPrimitive`, `wrongLength`).
    public init(_ parameters: ReedSolomonParameters, messageBytes: Int) throws(ECCError) {
        let field = try parameters.field(messageBytes: messageBytes)
        let symbols = parameters.symbols(messageBytes: messageBytes)
        self.parameters = parameters
        self.messageBytes = messageBytes
        parityBytes = parameters.parityBytes
        division = ReedSolomonDivision(parameters, symbols: symbols, field: field)
        decoder = ReedSolomonDecoder(parameters, symbols: symbols, field: field)
        var erased: [UInt16] = []
        if parameters.erasedAsFF {
            let message = [UInt8](repeating: 0xFF, count: messageBytes)
            erased = [UInt16](repeating: 0, count: parameters.roots)
            let source = PackedSymbols(bits: parameters.message == .packed ? parameters.m : 8, bytes: messageBytes)
            division.remainder(of: message, source, into: &erased)
        }
        erasedParity = erased
    }

    /// Stores the parity of `count` messages; the messages and the parities lie `stride` bytes apart each.
    public func encode(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeMutableRawPointer, parityStride: Int, count: Int
    ) {
        computed(messages, messageStride, count) { step, symbols in
            let stored = parity + step &* parityStride
            PackedSymbols(bits: parameters.m, bytes: parityBytes).clear(stored)
            _ = store(symbols, at: stored)
        }
    }

    /// Compares the stored parity of `count` messages with the computed one.
    ///
    /// - Parameter differs: room for `count` flags.
    /// - Returns: how many differ.
    public func check(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeRawPointer, parityStride: Int, count: Int,
        differs: UnsafeMutablePointer<Bool>
    ) -> Int {
        var wrong = 0
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: parameters.roots) { stored in
            guard let stored = stored.baseAddress else { return }
            computed(messages, messageStride, count) { step, symbols in
                load(parity + step &* parityStride, into: stored)
                var difference: UInt16 = 0
                for d in 0..<parameters.roots { difference |= stored[d] ^ symbols[d] }
                differs[step] = difference != 0
                if difference != 0 { wrong &+= 1 }
            }
        }
        return wrong
    }

    /// Stores the parity of one message.
    public func encode(message: UnsafeRawPointer, parity: UnsafeMutableRawPointer) {
        encode(messages: message, messageStride: messageBytes, parity: parity, parityStride: parityBytes, count: 1)
    }

    /// Whether the stored parity of one message is the computed one.
    public func isCodeWord(message: UnsafeRawPointer, parity: UnsafeRawPointer) -> Bool {
        var differs = true
        return check(
            messages: message, messageStride: messageBytes, parity: parity, parityStride: parityBytes, count: 1,
            differs: &differs) == 0
    }

    /// Corrects one step in place, in message and parity.
    ///
    /// What it leaves as corrected is a code word, and has no bit set that the bytes have no room for.
    public func correct(message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer) -> Correction {
        let roots = parameters.roots
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * roots) { symbols -> Correction in
            guard let stored = symbols.baseAddress else { return .uncorrectable }
            let difference = stored + roots
            load(parity, into: stored)
            computed(message, messageBytes, 1) { _, computed in
                for d in 0..<roots { difference[d] = stored[d] ^ computed[d] }
            }
            if (0..<roots).allSatisfy({ difference[$0] == 0 }) { return .clean }
            var bits = 0
            let isCorrected = decoder.errors(of: difference, fits: fits) { place, value in
                switch place {
                case .parity(let degree): stored[degree] ^= value
                case .message(let k):
                    bits += value.nonzeroBitCount
                    add(value, to: k, of: message)
                }
            }
            guard isCorrected else { return .uncorrectable }
            return .corrected(bits: bits + store(stored, at: parity))
        }
    }

    /// Whether the bytes have room for all bits of an error in symbol `k` of the message.
    private func fits(_ value: UInt16, in k: Int) -> Bool {
        let room = parameters.message == .packed ? min(parameters.m, messageBytes * 8 - k * parameters.m) : 8
        return Int(value) >> room == 0
    }

    private func add(_ value: UInt16, to k: Int, of message: UnsafeMutableRawPointer) {
        switch parameters.message {
        case .bytes: PackedSymbols(bits: 8, bytes: messageBytes).add(Int(value), to: k, of: message)
        case .bytesBackwards:
            PackedSymbols(bits: 8, bytes: messageBytes).add(Int(value), to: messageBytes - 1 - k, of: message)
        case .packed: PackedSymbols(bits: parameters.m, bytes: messageBytes).add(Int(value), to: k, of: message)
        }
    }

    /// Hands the parity symbols of each message to `body`, that of x^0 first.
    private func computed(
        _ messages: UnsafeRawPointer, _ stride: Int, _ count: Int,
        _ body: (_ step: Int, UnsafeMutablePointer<UInt16>) -> Void
    ) {
        switch parameters.message {
        case .bytes: computed(messages, stride, count, ByteSymbols(first: 0, step: 1), body)
        case .bytesBackwards: computed(messages, stride, count, ByteSymbols(first: messageBytes - 1, step: -1), body)
        case .packed: computed(messages, stride, count, PackedSymbols(bits: parameters.m, bytes: messageBytes), body)
        }
    }

    @inline(__always)
    private func computed<Source: SymbolSource>(
        _ messages: UnsafeRawPointer, _ stride: Int, _ count: Int, _ source: Source,
        _ body: (_ step: Int, UnsafeMutablePointer<UInt16>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: parameters.roots) { symbols in
            guard let symbols = symbols.baseAddress else { return }
            var step = 0
            while division.isNarrow, step &+ 4 <= count {
                let m = messages + step &* stride
                let group = (m, m + stride, m + 2 &* stride, m + 3 &* stride)
                let remainders = division.remainders(of: group, source, count: 4)
                for i in 0..<4 {
                    let first = i == 0 ? remainders.0 : remainders.1
                    let second = i == 2 ? remainders.2 : remainders.3
                    division.unpack(i < 2 ? first : second, into: symbols)
                    body(step &+ i, symbols)
                }
                step &+= 4
            }
            while step < count {
                division.remainder(of: messages + step &* stride, source, into: symbols)
                body(step, symbols)
                step &+= 1
            }
        }
    }

    /// The stored parity as symbols, that of x^0 first.
    private func load(_ parity: UnsafeRawPointer, into symbols: UnsafeMutablePointer<UInt16>) {
        let roots = parameters.roots
        let source = PackedSymbols(bits: parameters.m, bytes: parityBytes)
        if !erasedParity.isEmpty, source.isErased(parity) {
            for d in 0..<roots { symbols[d] = erasedParity[d] }
            return
        }
        for k in 0..<roots {
            symbols[degree(k)] = UInt16(truncatingIfNeeded: source.symbol(k, of: parity))
        }
    }

    /// Stores symbols; bits of the last byte behind them stay.
    ///
    /// - Returns: how many bits changed.
    private func store(_ symbols: UnsafeMutablePointer<UInt16>, at parity: UnsafeMutableRawPointer) -> Int {
        let roots = parameters.roots
        let isErased = !erasedParity.isEmpty && (0..<roots).allSatisfy { symbols[$0] == erasedParity[$0] }
        let packing = PackedSymbols(bits: parameters.m, bytes: parityBytes)
        var changed = 0
        for k in 0..<roots {
            let new = isErased ? (1 << parameters.m) - 1 : Int(symbols[degree(k)])
            let change = new ^ packing.symbol(k, of: parity)
            packing.add(change, to: k, of: parity)
            changed += change.nonzeroBitCount
        }
        return changed
    }

    /// The power of the parity symbol that is stored at place `k`.
    private func degree(_ k: Int) -> Int { parameters.parity == .highestFirst ? parameters.roots &- 1 &- k : k }
}
