// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Writes a TRX of version 1 with one part.
final class TRXSink: ByteSink {
    private static let headerSize = 28

    private let output: HeadedOutput
    private let pad: Int
    private var crc: UInt32 = 0
    private(set) var position = 0

    /// - Parameter pad: the length is a multiple of it, in bytes.
    init(_ outer: any ByteSink, pad: Int) throws {
        self.pad = pad
        output = try HeadedOutput(outer, headerSize: TRXSink.headerSize)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard position + bytes.count + pad < UInt32.max else {
            throw FormatError(.unsupported, "a TRX holds less than 4 GiB")
        }
        crc = CRC32.zlib(bytes, continuing: crc)
        position += bytes.count
        try output.body.write(bytes)
    }

    func finish() throws {
        let end = TRXSink.headerSize + position
        let padding = [UInt8](repeating: 0, count: (pad - end % pad) % pad)
        if !padding.isEmpty { try padding.withUnsafeBytes { try write($0) } }
        var header = TRXHeader.bytes(length: TRXSink.headerSize + position)
        let whole = ~CRC32.combined(CRC32.zlib(header[12...]), crc, count: position)
        header.replaceSubrange(8..<12, with: (0..<4).map { UInt8(truncatingIfNeeded: whole >> UInt32(8 * $0)) })
        try output.finish(header: header)
    }
}
