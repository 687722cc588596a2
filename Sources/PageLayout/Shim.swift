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
