// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// The code of one step with its tables.
enum StepCoder: Sendable {
    case bch(BCHCode, BCHDecoder)
    case hamming(HammingCode)
    case reedSolomon(ReedSolomonCode)

    /// Bytes of parity as the code takes them.
    var parityBytes: Int {
        switch self {
        case .bch(let code, _): code.parityBytes
        case .hamming(let code): code.parityBytes
        case .reedSolomon(let code): code.parityBytes
        }
    }

    /// 64-bit words of a difference.
    var differenceWords: Int {
        switch self {
        case .bch(let code, _): code.differenceWords
        case .hamming, .reedSolomon: 1
        }
    }

    /// Compares the parities of `count` steps at even distances; returns how many differ.
    ///
    /// - Parameter differences: `count * differenceWords` words; for codes that have none, whether it differs.
    func check(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeRawPointer, parityStride: Int, count: Int,
        differences: UnsafeMutablePointer<UInt64>
    ) -> Int {
        switch self {
        case .bch(let code, _):
            return code.check(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count, differences: differences)
        case .hamming(let code):
            return code.check(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count, differences: differences)
        case .reedSolomon(let code):
            return withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(1, count)) { differs in
                guard let differs = differs.baseAddress else { return 0 }
                let wrong = code.check(
                    messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                    count: count, differs: differs)
                for i in 0..<count { differences[i] = differs[i] ? 1 : 0 }
                return wrong
            }
        }
    }

    func encode(
        messages: UnsafeRawPointer, messageStride: Int, parity: UnsafeMutableRawPointer, parityStride: Int, count: Int
    ) {
        switch self {
        case .bch(let code, _):
            code.encode(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count)
        case .hamming(let code):
            code.encode(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count)
        case .reedSolomon(let code):
            code.encode(
                messages: messages, messageStride: messageStride, parity: parity, parityStride: parityStride,
                count: count)
        }
    }

    /// Corrects one step in place.
    ///
    /// - Parameter difference: of this step, from ``check(messages:messageStride:parity:parityStride:count:differences:)``.
    func correct(
        message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer, difference: UnsafePointer<UInt64>,
        _ workspace: CoderWorkspace
    ) -> Correction {
        switch self {
        case .bch(let code, let decoder):
            return code.correct(
                message: message, parity: parity, difference: difference, decoder, workspace.decoder(decoder))
        case .hamming(let code):
            return code.correct(message: message, parity: parity)
        case .reedSolomon(let code):
            return code.correct(message: message, parity: parity)
        }
    }
}

/// Room that correcting needs, one for each decoder, kept by one thread.
final class CoderWorkspace {
    private var rooms: [(decoder: BCHDecoder, room: BCHDecoder.Workspace)] = []

    func decoder(_ decoder: BCHDecoder) -> BCHDecoder.Workspace {
        for entry in rooms where entry.decoder === decoder { return entry.room }
        let room = BCHDecoder.Workspace(for: decoder)
        rooms.append((decoder, room))
        return room
    }
}
