// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// U-Boot's environment: a CRC, a flag where there are two copies, and `name=value` texts.
///
/// Neither its size nor its byte order is stated: all are tried, and the CRC decides. Source: U-Boot `env/`.
struct EnvironmentRecogniser: Recogniser {
    /// Behind the CRC, or behind CRC and flag.
    var signatures: [Signature] { [.key(at: 4), .key(at: 5)] }

    /// Bytes of the whole, CRC included.
    private static let sizes = (12...18).map { 1 << $0 }
    /// A first variable longer than this is no variable.
    private static let maxVariable = 4096

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        let head = try view.bytes(at: offset, count: EnvironmentRecogniser.maxVariable)
        for start in [4, 5] where Signature.key(at: start).matches(head) && isText(head, start) {
            if let content = try environment(offset, start, head, view) { return content }
        }
        return nil
    }

    /// Whether printable text that a NUL ends stands at `start`.
    private func isText(_ head: [UInt8], _ start: Int) -> Bool {
        guard let end = head[start...].firstIndex(of: 0) else { return false }
        return head[start..<end].allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A }
    }

    private func environment(_ offset: Int, _ start: Int, _ head: [UInt8], _ view: DataView) throws -> Content? {
        let stored = UInt32(truncatingIfNeeded: Field.little(head, 0))
        var crc: UInt32 = 0
        var done = start
        for size in EnvironmentRecogniser.sizes where offset + size <= view.size {
            guard let next = try view.crc32(at: offset + done, count: size - done, continuing: crc) else { break }
            crc = next
            done = size
            guard crc == stored || crc.byteSwapped == stored else { continue }
            let variables = try variables(offset + start, size - start, view)
            var details: [Content.Detail] = [
                .init("variables", variables.count, .named),
                .init("copies", start == 5 ? "one of two copies" : "the only copy", .bare),
            ]
            if start == 5 { details.append(.init("flag", Int(head[4]))) }
            for key in ["mtdparts", "mtdids", "bootcmd"] {
                if let variable = variables.first(where: { $0.hasPrefix(key + "=") }) {
                    details.append(.init(key, String(variable.dropFirst(key.count + 1))))
                }
            }
            return Content(
                "U-Boot environment", at: offset, size: size, .certain, evidence: "CRC at this size", details: details)
        }
        return nil
    }

    /// The texts up to the empty one.
    private func variables(_ offset: Int, _ size: Int, _ view: DataView) throws -> [String] {
        let bytes = try view.bytes(at: offset, count: size)
        var result: [String] = []
        for text in bytes.split(separator: 0, omittingEmptySubsequences: false) {
            guard !text.isEmpty, text.first != 0xFF else { break }
            result.append(Field.text(Array(text), 0..<text.count))
        }
        return result
    }
}
