// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CZlib
import FormatKit

/// gzip, proved by expanding it.
///
/// Source: RFC 1952.
struct GzipRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes([0x1F, 0x8B, 8])] }

    /// Expanded bytes that prove enough when the end is further away.
    private static let enough = 16 << 20
    /// Systems that RFC 1952 numbers, and "unknown".
    private static let systems = Set<UInt8>(0...13).union([255])

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        guard !view.isExhausted else { return nil }
        let head = try view.bytes(at: offset, count: 512)
        guard head.count >= 18, head[3] & 0xE0 == 0, GzipRecogniser.systems.contains(head[9]),
            let result = try expand(offset, view)
        else { return nil }
        var name: String?
        if head[3] & 0x0C == 0x08 { name = Field.text(head, 10..<head.count) }
        return Content(
            "gzip", at: offset, size: result.size, name: name, result.size == nil ? .likely : .certain,
            evidence: result.size == nil
                ? "header, and \(result.expanded) bytes expand" : "it expands, and its CRC agrees",
            details: [.init(result.size == nil ? "expanded at least" : "expanded", result.expanded)])
    }

    /// - Returns: the stored size where the end was reached, and the expanded bytes; nil when it does not expand.
    private func expand(_ offset: Int, _ view: DataView) throws -> (size: Int?, expanded: Int)? {
        var stream = z_stream()
        // 16 + 15: gzip alone, largest window.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 64 << 10)
        var consumed = 0
        var expanded = 0
        while expanded < GzipRecogniser.enough {
            var input = try view.bytes(at: offset + consumed, count: 64 << 10)
            let offered = input.count
            guard offered > 0, view.spend(offered) else { break }
            let before = expanded
            let status = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    stream.next_in = input.baseAddress
                    stream.avail_in = UInt32(input.count)
                    var status = Z_OK
                    repeat {
                        stream.next_out = output.baseAddress
                        stream.avail_out = UInt32(output.count)
                        status = inflate(&stream, Z_NO_FLUSH)
                        expanded += output.count - Int(stream.avail_out)
                    } while status == Z_OK && stream.avail_out == 0 && expanded < GzipRecogniser.enough
                    return status
                }
            }
            consumed += offered - Int(stream.avail_in)
            _ = view.spend(expanded - before)
            if status == Z_STREAM_END { return (consumed, expanded) }
            // Z_BUF_ERROR only says that all input is used up.
            guard status == Z_OK || status == Z_BUF_ERROR else { return nil }
        }
        return expanded >= 4096 ? (nil, expanded) : nil
    }
}
