// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension Acceleration {
    /// What this processor has and is good for.
    ///
    /// Emulated processors have PCLMULQDQ too, and take longer for it than for tables: so both are tried, once, where
    /// there is nothing wider, which no emulator has.
    public static let preferred: Acceleration = {
        let detected = Acceleration.detected
        guard detected.contains(.pclmul), !detected.contains(.vpclmul) else { return detected }
        return isCarrylessFaster ? detected : detected.subtracting(.pclmul)
    }()

    private static var isCarrylessFaster: Bool {
        let parameters = BCHParameters(m: 13, polynomial: 0x201B, strength: 4)
        let (steps, bytes) = (16, 512)
        let messages = (0..<steps * bytes).map { UInt8(truncatingIfNeeded: $0 &* 167) }
        var parity = [UInt8](repeating: 0, count: steps * 8)
        /// The best of some tries: whatever else the processor does only makes it slower.
        func time(_ acceleration: Acceleration) -> Duration? {
            guard let code = try? BCHCode(parameters, messageBits: bytes * 8, acceleration: acceleration) else {
                return nil
            }
            return (0..<5).map { _ in
                ContinuousClock().measure {
                    code.encode(
                        messages: messages, messageStride: bytes, parity: &parity, parityStride: 8, count: steps)
                }
            }.min()
        }
        guard let tables = time(.none), let carryless = time(.detected) else { return true }
        return carryless <= tables
    }
}
