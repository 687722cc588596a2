// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Messages and parities in their places, as kernels take them.
struct BCHSteps {
    /// What becomes of a computed parity.
    enum Purpose {
        /// Stored parities to compare with, and room for the differences.
        case check(UnsafeRawPointer, differences: UnsafeMutablePointer<UInt64>)
        case encode(UnsafeMutableRawPointer)
    }

    let messages: UnsafeRawPointer
    /// Bytes from one message to the next.
    let messageStride: Int
    let purpose: Purpose
    /// Bytes from one parity to the next.
    let parityStride: Int
    let count: Int
}

/// How a code is stored, as far as kernels have to know.
struct BCHShape: Sendable {
    let parityBytes: Int
    let order: BitOrder
    /// XORed on every parity: words of the stream, whose pad bits are 0.
    let constant: [UInt64]
    /// The bits of the last word that belong to the parity.
    let lastMask: UInt64
}

/// The way of computing remainders that a code has been given.
enum BCHEngine: Sendable {
    case portable(BCHSlicing)
    case carryless(BCHCarryless)

    init(_ modulus: BCHModulus, messageBytes: Int, acceleration: Acceleration) {
        let usable = acceleration.usable
        if usable.contains(.pclmul) {
            let isWide = usable.contains(.vpclmul)
            self = .carryless(BCHCarryless(modulus, messageBytes: messageBytes, isWide: isWide))
        } else {
            self = .portable(BCHSlicing(modulus, messageBytes: messageBytes))
        }
    }

    /// How many steps differ; 0 when encoding.
    func run(_ steps: BCHSteps, _ shape: BCHShape) -> Int {
        switch self {
        case .portable(let slicing): slicing.run(steps, shape)
        case .carryless(let carryless): carryless.run(steps, shape)
        }
    }
}
