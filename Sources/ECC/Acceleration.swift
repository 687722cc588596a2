// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CECC

/// Sets of instructions that kernels may use beside portable Swift.
public struct Acceleration: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// PCLMULQDQ and SSSE3: 128-bit carry-less multiplication.
    public static let pclmul = Acceleration(rawValue: UInt32(CECC_PCLMUL))
    /// VPCLMULQDQ with AVX-512: 512-bit carry-less multiplication.
    public static let vpclmul = Acceleration(rawValue: UInt32(CECC_VPCLMUL))
    /// GFNI with AVX-512, VBMI and VPOPCNTDQ: bit matrices and counts over 64 bytes at once.
    public static let gfni = Acceleration(rawValue: UInt32(CECC_GFNI))
    /// AVX2 and POPCNT.
    public static let avx2 = Acceleration(rawValue: UInt32(CECC_AVX2))

    /// What this processor has.
    public static let detected = Acceleration(rawValue: cecc_features())
    /// Nothing but portable Swift.
    public static let none: Acceleration = []

    /// Without what this processor lacks.
    public var usable: Acceleration { intersection(.detected) }
}
