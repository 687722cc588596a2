// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Writes an image of one part, or a script.
final class UImageSink: ByteSink {
    static let options: [FormatInfo.Option] = [
        .init(
            "type", "NUMBER|NAME", "writing: kernel, ramdisk, firmware, script, filesystem, dtb... (default firmware)"),
        .init("os", "NUMBER", "writing: the system, 5 is Linux, 17 U-Boot (default 17)"),
        .init("arch", "NUMBER", "writing: the processor, 2 is ARM, 5 MIPS, 22 ARM64 (default 2)"),
        .init("comp", "none|gzip|bzip2|lzma|lzo|lz4|zstd", "writing: how the data is compressed (default none)"),
        .init("load", "ADDR", "writing: the load address (default 0)"),
        .init("entry", "ADDR", "writing: the entry point (default 0)"),
        .init("time", "SECONDS", "writing: since 1970 (default 0, so that the same input gives the same file)"),
        .init("name", "TEXT", "writing: up to 32 bytes (default the file's name)"),
    ]

    private let output: HeadedOutput
    private var header: [UInt8]
    private let prefix: [UInt8]
    private let isScript: Bool
    private var crc: UInt32 = 0
    private(set) var position = 0

    /// - Throws: ``UsageError``, ``IOFailure``.
    init(_ outer: any ByteSink, _ options: OptionReader, name: String) throws {
        let compressions: KeyValuePairs<String, Int> = [
            "none": 0, "gzip": 1, "bzip2": 2, "lzma": 3, "lzo": 4, "lz4": 5, "zstd": 6,
        ]
        let type = try UImageSink.type(options)
        guard type != 4 else {
            throw UsageError("uimage: type=multi: one part is written", hint: "take another type")
        }
        isScript = type == 6
        func number(_ key: String, _ usual: Int, limit: Int) throws -> Int {
            let value = try options.size(key) ?? usual
            guard value <= limit else { throw UsageError("uimage: \(key)=\(value): expected \(limit) at most") }
            return value
        }
        let text = Array((options.string("name") ?? name).utf8.prefix(32))
        let words = [
            Int(UImageHeader.magic), 0, try number("time", 0, limit: Int(UInt32.max)), 0,
            try number("load", 0, limit: Int(UInt32.max)), try number("entry", 0, limit: Int(UInt32.max)), 0,
        ]
        header = words.flatMap { UImageSink.big($0) }
        header += [
            UInt8(try number("os", 17, limit: 255)), UInt8(try number("arch", 2, limit: 255)), UInt8(type),
            UInt8(try options.choice("comp", compressions) ?? 0),
        ]
        header += text + Array(repeating: 0, count: 32 - text.count)
        // A script's table has one entry, whose length is known at the end.
        prefix = isScript ? Array(repeating: 0, count: 8) : []
        output = try HeadedOutput(outer, headerSize: UImageHeader.size + prefix.count)
    }

    private static func type(_ options: OptionReader) throws -> Int {
        guard let text = options.string("type") else { return 5 }
        if let known = UImageHeader.types.first(where: { $0.value == text && $0.key != 14 }) { return known.key }
        guard let number = ByteCount.parse(text), number <= 255 else {
            let names = UImageHeader.types.filter { $0.key != 14 }.sorted { $0.key < $1.key }.map(\.value)
            throw UsageError("uimage: type=\(text): expected a number, or one of \(names.joined(separator: ", "))")
        }
        return number
    }

    private static func big(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard position + bytes.count + prefix.count <= UInt32.max else {
            throw FormatError(.unsupported, "a uImage holds less than 4 GiB")
        }
        crc = CRC32.zlib(bytes, continuing: crc)
        position += bytes.count
        try output.body.write(bytes)
    }

    func finish() throws {
        let table = isScript ? UImageSink.big(position) + UImageSink.big(0) : []
        // The table comes before what was summed up already.
        let whole = isScript ? CRC32.combined(CRC32.zlib(table), crc, count: position) : crc
        header.replaceSubrange(12..<16, with: UImageSink.big(position + table.count))
        header.replaceSubrange(24..<28, with: UImageSink.big(Int(whole)))
        header.replaceSubrange(4..<8, with: UImageSink.big(Int(CRC32.zlib(header))))
        try output.finish(header: header + table)
    }
}
