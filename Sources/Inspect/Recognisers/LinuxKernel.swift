// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// A Linux kernel as a boot loader takes it: ARM zImage and ARM64 Image.
///
/// Source: Linux `arch/arm/boot/compressed/head.S`, `Documentation/arch/arm64/booting.rst`.
struct LinuxKernelRecogniser: Recogniser {
    var signatures: [Signature] {
        [.bytes([0x18, 0x28, 0x6F, 0x01], at: 0x24), .bytes([0x41, 0x52, 0x4D, 0x64], at: 0x38)]
    }

    private static let maxSize = 256 << 20

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 64)
        guard head.count == 64 else { return nil }
        return arm(head, offset) ?? arm64(head, offset)
    }

    private func arm(_ head: [UInt8], _ offset: Int) -> Content? {
        guard head[0x24..<0x28].elementsEqual([0x18, 0x28, 0x6F, 0x01]) else { return nil }
        let size = Field.little(head, 0x2C) - Field.little(head, 0x28)
        // Eight times the same instruction that does nothing comes first.
        let noop = head[0..<4]
        guard (4096...LinuxKernelRecogniser.maxSize).contains(size),
            stride(from: 4, to: 28, by: 4).allSatisfy({ head[$0..<($0 + 4)].elementsEqual(noop) })
        else { return nil }
        return Content(
            "Linux zImage", at: offset, size: size, .likely, evidence: "magic, start and end, and the leading no-ops",
            details: [.init("machine", "ARM", .bare)])
    }

    private func arm64(_ head: [UInt8], _ offset: Int) -> Content? {
        guard head[0x38..<0x3C].elementsEqual("ARMd".utf8), head[0x20..<0x38].allSatisfy({ $0 == 0 }) else {
            return nil
        }
        let size = Field.little(head, 0x10, 8)
        guard (4096...LinuxKernelRecogniser.maxSize).contains(size), Field.little(head, 0x18, 8) < 16 else {
            return nil
        }
        return Content(
            "Linux Image", at: offset, size: size, .likely, evidence: "magic, size, flags and reserved fields",
            details: [.init("machine", "ARM64", .bare)])
    }
}
