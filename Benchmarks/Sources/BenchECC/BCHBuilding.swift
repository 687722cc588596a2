// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import ECC

extension BenchECC {
    /// Identification builds dozens of codes.
    func printBCHBuilding() throws {
        print("== Building a BCH code, ms; goal below 1.00")
        for (m, polynomial, strength, bytes) in [(13, 0x201b, 8, 512), (14, 0x402b, 40, 1024), (16, 0x1100b, 72, 4096)]
        {
            let parameters = BCHParameters(m: m, polynomial: UInt32(polynomial), strength: strength)
            for kernel in Self.kernels {
                let times = try (0..<bursts).map { _ in
                    let clock = ContinuousClock()
                    let time = try clock.measure {
                        _ = try BCHCode(
                            parameters, messageBits: 8 * bytes, form: BCHForm(mask: .erased),
                            acceleration: kernel.acceleration)
                    }
                    return Double(time.components.attoseconds) / 1e15
                }
                print(pad("m\(m) t\(strength), \(bytes) bytes", 20), pad(kernel.name, 9), twoDigits(median(times)))
            }
        }
    }
}
