// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

public struct ReedSolomonParameters: Hashable, Sendable {
    public var strength: Int { 4 }
    init(_ section: TOMLSection) throws(LayoutError) { throw section.malformed("kind", "not yet") }
}
struct ReedSolomonCode: Sendable {
    init(_ p: ReedSolomonParameters, messageBytes: Int) throws(ECCError) { throw ECCError(.impossibleCode, "not yet") }
    var parityBytes: Int { 10 }
    func isCodeWord(message: UnsafeRawPointer, parity: UnsafeRawPointer) -> Bool { false }
    func encode(message: UnsafeRawPointer, parity: UnsafeMutableRawPointer) {}
    func correct(message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer) -> Correction { .uncorrectable }
}
enum AllwinnerScrambler {
    static func keystream(seed: UInt16, count: Int) -> [UInt8] { [] }
    static let pageSeeds: [UInt16] = [1]
}
extension BCHCode {
    func correct(
        message: UnsafeMutableRawPointer, parity: UnsafeMutableRawPointer, difference: UnsafePointer<UInt64>,
        _ decoder: BCHDecoder, _ workspace: BCHDecoder.Workspace
    ) -> Correction {
        guard let count = decoder.locate(difference, workspace) else { return .uncorrectable }
        guard count > 0 else { return .clean }
        let lead = 8 * messageBytes - messageBits
        for position in workspace.positions {
            let k = Int(position)
            let (buffer, bit) = k < messageBits ? (message, k + lead) : (parity, k - messageBits)
            let byte = buffer.load(fromByteOffset: bit / 8, as: UInt8.self)
            buffer.storeBytes(of: byte ^ form.order.mask(bit), toByteOffset: bit / 8, as: UInt8.self)
        }
        return .corrected(bits: count)
    }
}
