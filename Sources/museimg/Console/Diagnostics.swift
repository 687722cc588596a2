// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import SystemPackage

/// Standard error: messages for people. What cannot be written there is lost, as there is nobody to tell.
struct Diagnostics {
    let terminal: Terminal

    /// Before the options are known.
    static let plain = Diagnostics(terminal: Terminal(descriptor: 2, color: .auto))

    func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
    }

    /// One line with our name before it.
    func line(_ text: String, _ paint: Paint? = nil) {
        let name = paint?("museimg:", if: terminal.usesColor) ?? "museimg:"
        write("\(name) \(Diagnostics.printable(text))\n")
    }

    func hint(_ text: String) {
        write("\(Paint.dim("hint:", if: terminal.usesColor)) \(Diagnostics.printable(text))\n")
    }

    /// Names come from files that nobody has vetted: control characters must not reach a terminal.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isControl(scalar) {
                let hex = String(scalar.value, radix: 16)
                result += "\\x" + (hex.count < 2 ? "0" : "") + hex
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
