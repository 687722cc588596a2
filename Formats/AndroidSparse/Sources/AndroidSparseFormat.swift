// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Android's sparse image, as fastboot takes it.
public struct AndroidSparseFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "android-sparse", summary: "Android sparse image (simg), as fastboot takes it",
            extensions: ["simg"],
            options: [
                .init("geometry", "GEOMETRY", "page, pages per block and blocks, as in nor:64Kx128 (or give -g)"),
                FlatOptions.bad,
                .init("also", "PATH", "reading: another file of a set that was split; may come several times"),
                .init("verify", "yes|no", "reading: whether CRC chunks are checked (default: up to 256 MiB of image)"),
                .init("max-size", "BYTES", "reading: how much it may expand to; 64G by default"),
                .init("block", "BYTES", "writing: bytes of a block (default 4096, or the page if that is smaller)"),
            ],
            limitations: [
                "no OOB, no bad-block marks", "what nobody cares for (DONT_CARE) is missing: in whole blocks only",
                "written in one file, without CRC chunks",
            ],
            references: ["AOSP, platform/system/core, libsparse/sparse_format.h"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard input.starts(with: SparseHeader.magic) else { return nil }
        guard let header = try? SparseHeader(Array(input.head.prefix(SparseHeader.size)), name: "") else {
            return Probe(.weak, "the magic number of an Android sparse image")
        }
        let first = input.head.dropFirst(header.headerSize).prefix(SparseChunk.headerSize)
        guard first.count == SparseChunk.headerSize, SparseChunk(first).kind != nil, header.blockCount > 0 else {
            return Probe(.weak, "the header of an Android sparse image without a chunk")
        }
        return Probe(.certain, "an Android sparse image of \(header.chunkCount) chunks")
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        guard input.source.size > 0 else {
            throw FormatError(.empty, name: input.source.name, at: 0, "the file is empty, expected a header")
        }
        let (header, first) = try AndroidSparseFormat.read(input.source)
        let size = header.blockCount * header.blockSize
        try AndroidSparseFormat.checkSize(size, input)
        var map = first
        var findings = first.tally.findings
        var files = [input.source]
        for option in input.options.spec.options where option.key == "also" {
            let file = try input.openCompanion(option.value)
            let (other, parts) = try AndroidSparseFormat.read(file)
            guard other.blockSize == header.blockSize, other.blockCount == header.blockCount else {
                throw FormatError(
                    .badValue, name: file.name, at: 12, field: "the image",
                    expected: "\(header.blockCount) blocks of \(header.blockSize), as \(input.source.name) has",
                    found: "\(other.blockCount) of \(other.blockSize)")
            }
            let overlapping = try map.overlay(parts, file: files.count)
            if overlapping > 0 {
                findings.append(
                    Finding(
                        .warning, "'\(file.name)' has \(overlapping) bytes that files before it have: its own count"))
            }
            findings += parts.tally.findings.map {
                Finding($0.severity, "'\(file.name)': \($0.message)", count: $0.count)
            }
            files.append(file)
        }
        if files.count == 1 { findings += try AndroidSparseFormat.verify(map, header, input) }
        guard header.blockCount > 0 else {
            throw FormatError(
                .empty, name: input.source.name, at: 16, field: "total_blks", expected: "1 or more", found: "0")
        }
        let data = SparseSource(name: input.source.name, size: size, map: map, files: files)
        let (spec, origin) = try FlatOptions.geometry(input) ?? FlatOptions.dataGeometry(data)
        var plan = FlatImage.Plan(order: .dataOnly, geometry: spec, origin: origin)
        if let bad = try input.options.blocks("bad") { plan.listedBad = bad }
        plan.holes = .missing
        plan.holesAreExact = true
        plan.writtenAs = FormatSpec(info.name)
        if header.blockSize != 4096 { plan.writtenAs?.options = [.init(key: "block", value: "\(header.blockSize)")] }
        plan.findings = findings
        return try DerivedImage(data, plan: plan) { data.place(of: $0) }
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        let pageSize = output.geometry.pageSize
        let isFiner = pageSize >= 512 && pageSize < 4096 && 4096 % pageSize == 0
        let block = try output.options.size("block") ?? (isFiner ? pageSize : 4096)
        guard block >= 4, block % 4 == 0, block <= 16 << 20 else {
            throw UsageError("android-sparse: block=\(block): expected a multiple of 4 up to 16 MiB")
        }
        let blocks = (output.geometry.dataSize + block - 1) / block
        guard blocks <= UInt32.max else {
            throw FormatError(
                .unsupported, "\(blocks) blocks of \(block) bytes are more than 32 bits count",
                hint: "give larger ones, as in block=\(block * 16)")
        }
        return try SparseWriter(geometry: output.geometry, blockSize: block, blockCount: blocks, sink: output.sink)
    }

    private static func read(_ source: any ByteSource) throws -> (SparseHeader, SparseMap) {
        let header = try SparseHeader(try source.bytes(at: 0, count: SparseHeader.size), name: source.name)
        return (header, try SparseMap(header, source))
    }

    /// - Throws: ``FormatError`` (`tooLarge`) for what no chip holds, and for more than the limits allow.
    private static func checkSize(_ size: Int, _ input: FormatInput) throws {
        let limit = min(try input.options.size("max-size") ?? input.limits.maxBytes, Geometry.Limits.chipSize)
        guard size > limit else { return }
        throw FormatError(
            .tooLarge, name: input.source.name, at: 12, "expands to \(size) bytes, more than \(ByteCount.human(limit))",
            hint: "if it is to be trusted, raise the limit, as in android-sparse,max-size=\(size):PATH")
    }

    /// Images up to this size are checked unasked, in bytes: it takes no longer than a blink.
    private static let quickCheck = 256 << 20

    private static func verify(_ map: SparseMap, _ header: SparseHeader, _ input: FormatInput) throws -> [Finding] {
        guard !map.checks.isEmpty else { return [] }
        let size = header.blockCount * header.blockSize
        guard try input.options.flag("verify") ?? (size <= quickCheck) else {
            return [Finding(.note, "its CRC is not checked; verify=yes does that")]
        }
        var check = SparseCheck(map, input.source, blockSize: header.blockSize)
        var findings: [Finding] = []
        for (offset, value, end) in map.checks {
            try check.advance(to: end)
            if value == check.whole { continue }
            let text = ByteCount.hex(Int(value), digits: 8)
            if value == check.asLibsparseWrites {
                findings.append(
                    Finding(
                        .note, "its CRC \(text) is the one that libsparse writes, which leaves parts out", at: offset))
            } else {
                findings.append(
                    Finding(
                        .warning,
                        "its CRC is \(text), the image has \(ByteCount.hex(Int(check.whole), digits: 8)): it is damaged",
                        at: offset))
            }
        }
        return findings
    }
}
