// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BCHCode {
    /// Corrects one step in place.
    ///
    /// - Parameters:
    ///   - message: ``messageBytes`` bytes; `parity` ``parityBytes`` bytes.
    ///   - difference: of this step, as ``check(messages:messageStride:parity:parityStride:count:differences:)`` writes it.
    ///   - decoder: of this code; `workspace` of that decoder.
    public func correct(
        message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer, difference: UnsafePointer<UInt64>,
        _ decoder: BCHDecoder, _ workspace: BCHDecoder.Workspace
    ) -> Correction {
        guard let count = decoder.locate(difference, workspace) else { return .uncorrectable }
        guard count > 0 else { return .clean }
        let lead = 8 * messageBytes - messageBits
        for position in workspace.positions {
            let k = Int(position)
            let (buffer, bit) = k < messageBits ? (message, k &+ lead) : (parity, k &- messageBits)
            let byte = buffer.load(fromByteOffset: bit / 8, as: UInt8.self)
            buffer.storeBytes(of: byte ^ form.order.mask(bit), toByteOffset: bit / 8, as: UInt8.self)
        }
        return .corrected(bits: count)
    }
}
