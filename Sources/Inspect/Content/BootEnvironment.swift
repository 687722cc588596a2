// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// A U-Boot environment: a CRC, a flag where there are two copies, and `name=value` texts.
///
/// Neither its size nor its byte order is stated: all are tried, and the CRC decides. Source: U-Boot `env/`.
struct BootEnvironment {
    /// In bytes, CRC included.
    let size: Int
    /// Tells which of two copies counts: the larger, but 0 after 255; nil where there is only one.
    let flag: UInt8?
    /// `name=value`, in their order.
    let variables: [String]

    /// Bytes of the whole, CRC included.
    private static let sizes = (12...18).map { 1 << $0 }
    /// A first variable longer than this is no variable.
    private static let maxVariable = 4096

    /// - Returns: nil unless the CRC of one of the sizes is right.
    init?(at offset: Int, in view: DataView) throws {
        let head = try view.bytes(at: offset, count: Self.maxVariable)
        for start in [4, 5] where Signature.key(at: start).matches(head) && Self.isText(head, start) {
            guard let size = try Self.size(at: offset, start, head, view) else { continue }
            self.size = size
            flag = start == 5 ? head[4] : nil
            variables = try Self.variables(offset + start, size - start, view)
            return
        }
        return nil
    }

    /// The value of a variable.
    subscript(name: String) -> String? {
        variables.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// Whether printable text that a NUL ends stands at `start`.
    private static func isText(_ head: [UInt8], _ start: Int) -> Bool {
        guard let end = head[start...].firstIndex(of: 0) else { return false }
        return head[start..<end].allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A }
    }

    private static func size(at offset: Int, _ start: Int, _ head: [UInt8], _ view: DataView) throws -> Int? {
        let stored = UInt32(truncatingIfNeeded: Field.little(head, 0))
        var crc: UInt32 = 0
        var done = start
        for size in sizes where offset + size <= view.size {
            guard let next = try view.crc32(at: offset + done, count: size - done, continuing: crc) else { return nil }
            crc = next
            done = size
            if crc == stored || crc.byteSwapped == stored { return size }
        }
        return nil
    }

    /// The texts up to the empty one.
    private static func variables(_ offset: Int, _ size: Int, _ view: DataView) throws -> [String] {
        let bytes = try view.bytes(at: offset, count: size)
        var result: [String] = []
        for text in bytes.split(separator: 0, omittingEmptySubsequences: false) {
            guard !text.isEmpty, text.first != 0xFF else { break }
            result.append(Field.text(Array(text), 0..<text.count))
        }
        return result
    }
}
