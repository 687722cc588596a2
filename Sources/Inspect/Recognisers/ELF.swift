// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// An ELF file: the fields of its header agree with each other.
///
/// Source: the System V ABI, chapter 4.
struct ELFRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0x7F, 0x45, 0x4C, 0x46])] }

    private static let types = [1: "object", 2: "executable", 3: "shared object", 4: "core"]
    private static let machines = [
        3: "x86", 4: "m68k", 8: "MIPS", 20: "PowerPC", 21: "PowerPC64", 40: "ARM", 42: "SH", 62: "x86_64",
        93: "ARC", 183: "ARM64", 243: "RISC-V",
    ]

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: 64)
        guard head.count == 64, (1...2).contains(head[4]), (1...2).contains(head[5]), head[6] == 1 else { return nil }
        let is64 = head[4] == 2
        let isLittle = head[5] == 1
        func number(_ at: Int, _ width: Int) -> Int {
            Int(truncatingIfNeeded: Field.number(head, at, width, isLittle: isLittle))
        }
        let wide = is64 ? 8 : 4
        guard let type = ELFRecogniser.types[number(16, 2)], number(20, 4) == 1,
            number(is64 ? 52 : 40, 2) == (is64 ? 64 : 52)
        else { return nil }
        let segments = number(is64 ? 56 : 44, 2)
        guard segments == 0 || number(is64 ? 54 : 42, 2) == (is64 ? 56 : 32) else { return nil }
        let sections = number(is64 ? 40 : 32, wide)
        let count = number(is64 ? 60 : 48, 2)
        let entry = number(is64 ? 58 : 46, 2)
        // The section headers come last, where there are any.
        let size = sections > 0 && sections < 1 << 32 && count > 0 ? sections + count * entry : nil
        return Content(
            "ELF", at: offset, size: size, .likely, evidence: "class, byte order, version and header sizes agree",
            details: [
                .init("type", type, .bare),
                .init("machine", ELFRecogniser.machines[number(18, 2)] ?? "machine \(number(18, 2))", .bare),
                .init("class", is64 ? "64-bit" : "32-bit"), .init("endian", isLittle ? "little" : "big"),
            ])
    }
}
