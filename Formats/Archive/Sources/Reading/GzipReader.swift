// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CZlib
import FormatKit

/// The members of a gzip file one after the other, each compared with its CRC and length.
///
/// Source of the layout: RFC 1952.
final class GzipReader: ExpandedStream {
    private let source: any ByteSource
    private let zlib: UnsafeMutablePointer<z_stream>
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 4096)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 4096)
    private var position = 0
    private var expanded = 0
    private var isInMember = true
    /// Thrown once everything before it is handed out.
    private var failure: FormatError?

    static let magic: [UInt8] = [0x1F, 0x8B]

    /// - Throws: ``FormatError`` (`badMagic`).
    init(_ source: any ByteSource) throws {
        self.source = source
        zlib = .allocate(capacity: 1)
        zlib.initialize(to: z_stream())
        // 16 more than the window's bits: a gzip header and trailer, nothing else.
        let status = inflateInit2_(zlib, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw FormatError(.tooLarge, name: source.name, "no memory is left") }
        guard try source.bytes(at: 0, count: 2) == GzipReader.magic else {
            throw FormatError(.badMagic, name: source.name, at: 0, "is no gzip stream")
        }
    }

    deinit {
        inflateEnd(zlib)
        zlib.deallocate()
        input.deallocate()
        output.deallocate()
    }

    var consumed: Int { position - Int(zlib.pointee.avail_in) }

    func next() throws -> ExpandedPiece? {
        zlib.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_out = UInt32(output.count)
        while true {
            if let failure { throw failure }
            if !isInMember {
                guard try source.bytes(at: consumed, count: 2) == GzipReader.magic else { return nil }
                inflateReset(zlib)
                isInMember = true
            }
            if zlib.pointee.avail_in == 0 { try refill() }
            let status = inflate(zlib, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                isInMember = false
            } else if status != Z_OK {
                failure = error(status)
            }
            let count = output.count - Int(zlib.pointee.avail_out)
            if count > 0 {
                defer { expanded += count }
                return ExpandedPiece(offset: expanded, bytes: UnsafeRawBufferPointer(rebasing: output[..<count]))
            }
        }
    }

    private func refill() throws {
        let got = position < source.size ? try source.read(into: input, at: position) : 0
        guard got > 0 else {
            throw FormatError(.truncated, name: source.name, at: position, "the file ends inside a gzip stream")
        }
        position += got
        zlib.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_in = UInt32(got)
    }

    private func error(_ status: Int32) -> FormatError {
        let text = zlib.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
        let isCheck = text == "incorrect data check" || text == "incorrect length check"
        return FormatError(
            isCheck ? .badChecksum : .badValue, name: source.name, at: consumed, "inflating fails: \(text)")
    }
}
