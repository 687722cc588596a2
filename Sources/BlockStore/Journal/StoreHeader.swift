// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit

/// The first bytes of a store: what it is, of which chip, over which base.
///
/// The byte layout is that of docs/store-format.md, section "Header".
public struct StoreHeader: Sendable {
    /// What its file is. A trace is laid out as a store is, and has no base.
    enum Kind: Sendable {
        case store, trace

        var magic: [UInt8] { [0x89] + Array((self == .store ? "MUSE" : "MUTR").utf8) + Array("\r\n".utf8) + [0x1A] }
    }

    /// Readers refuse another major version; a greater minor one says no more than they know.
    static let version: (major: UInt16, minor: UInt16) = (1, 0)
    /// Where two slots of 32 bytes say where the last checkpoint is.
    static let slots = [64, 96]
    static let fixedSize = 128
    /// Units in a block that are believed: a record that touches a block costs memory for all of them.
    static let mostUnits = 1 << 16
    /// The largest description that is believed, in bytes.
    private static let limit = 1 << 24

    let kind: Kind
    /// Drawn at random: records carry it in their checksums.
    public var identity: UInt64
    /// Nanoseconds since 1970, UTC.
    public var created: UInt64
    public var geometry: Geometry
    public var description: StoreDescription
    /// Bytes up to the first record: a multiple of 4096.
    private(set) var size: Int

    /// The checksum that those of all records go on from.
    var seed: UInt32 { withUnsafeBytes(of: identity.littleEndian) { CRC32C.of($0) } }

    init(
        _ kind: Kind = .store, geometry: Geometry, description: StoreDescription,
        identity: UInt64 = .random(in: 0 ... .max), created: UInt64 = JournalWriter.now()
    ) {
        self.kind = kind
        self.geometry = geometry
        self.description = description
        self.identity = identity
        self.created = created
        size = 0
        size = roundedSize
    }

    private var roundedSize: Int { (StoreHeader.fixedSize + description.text.utf8.count + 4095) & ~4095 }

    /// The header as it lies in the file, the slots empty.
    ///
    /// - Parameter reserved: bytes that were left for it when the description was shorter.
    func encoded(reserved: Int = 0) -> [UInt8] {
        let text = Array(description.text.utf8)
        var bytes = kind.magic
        bytes.appendLittle(StoreHeader.version.major)
        bytes.appendLittle(StoreHeader.version.minor)
        bytes.appendLittle(UInt32(max(roundedSize, reserved)))
        bytes.appendLittle(identity)
        bytes.appendLittle(created)
        for value in [geometry.pageSize, geometry.oobSize, geometry.pagesPerBlock, text.count] {
            bytes.appendLittle(UInt32(value))
        }
        bytes.appendLittle(UInt64(geometry.blockCount))
        bytes.appendLittle(UInt32(0))
        var rest = text
        rest += [UInt8](repeating: 0, count: max(roundedSize, reserved) - StoreHeader.fixedSize - text.count)
        bytes.appendLittle(CRC32C.of(rest, continuing: CRC32C.of(bytes)))
        return bytes + [UInt8](repeating: 0, count: StoreHeader.fixedSize - bytes.count) + rest
    }

    /// - Throws: ``FormatError`` with the offset, ``StoreError`` (`version`).
    init(_ file: any JournalFile, _ kind: Kind = .store) throws {
        self.kind = kind
        let fixed = try file.bytes(at: 0, count: StoreHeader.fixedSize)
        var reader = ByteReader(fixed, name: file.name)
        try StoreHeader.check(try reader.array(8, "the magic number"), kind, file.name)
        let major = try reader.little(UInt16.self, "the version")
        guard major == StoreHeader.version.major else {
            throw StoreError(
                .version, "\(file.name): is of version \(major), and this museimg knows \(StoreHeader.version.major)",
                hint: "use the museimg that wrote it, or a newer one")
        }
        try reader.skip(2, "the minor version")
        let size = Int(try reader.little(UInt32.self, "the header's size"))
        identity = try reader.little(UInt64.self, "the identity")
        created = try reader.little(UInt64.self, "the time")
        let pageSize = Int(try reader.little(UInt32.self, "the page size"))
        let oobSize = Int(try reader.little(UInt32.self, "the OOB size"))
        let pagesPerBlock = Int(try reader.little(UInt32.self, "the pages per block"))
        let length = Int(try reader.little(UInt32.self, "the description's length"))
        let blocks = try reader.little(UInt64.self, "the number of blocks")
        try reader.skip(4, "what is reserved")
        let checksum = try reader.little(UInt32.self, "the checksum")
        guard size >= StoreHeader.fixedSize, size <= StoreHeader.limit, size % 8 == 0,
            length <= size - StoreHeader.fixedSize
        else {
            throw FormatError(
                .badValue, name: file.name, at: 12, field: "the header's size",
                expected: "room for \(length) bytes of description", found: "\(size)")
        }
        let rest = try file.bytes(at: StoreHeader.fixedSize, count: size - StoreHeader.fixedSize)
        guard rest.count == size - StoreHeader.fixedSize else {
            throw FormatError(.truncated, name: file.name, at: fixed.count + rest.count, "ends in its header")
        }
        let found = CRC32C.of(rest, continuing: CRC32C.of(Array(fixed[..<60])))
        guard found == checksum else {
            throw FormatError(
                .badChecksum, name: file.name, at: 60, field: "the header's checksum",
                expected: ByteCount.hex(Int(found), digits: 8), found: ByteCount.hex(Int(checksum), digits: 8))
        }
        let geometry = try Geometry(
            pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock, blockCount: Int(clamping: blocks))
        guard geometry.pagesPerBlock / geometry.unitPages <= StoreHeader.mostUnits else {
            throw FormatError(
                .tooLarge, name: file.name, at: 40,
                "\(geometry.pagesPerBlock) pages in a block are more than any chip has")
        }
        self.geometry = geometry
        description = try StoreDescription(parsing: String(decoding: rest[..<length], as: UTF8.self), name: file.name)
        self.size = size
    }

    private static func check(_ magic: [UInt8], _ kind: Kind, _ name: String) throws {
        switch (magic == kind.magic, kind) {
        case (true, _): return
        case (false, .store):
            let hint = magic == Kind.trace.magic ? "it is a trace: `museimg trace show \(name)` lists it" : nil
            throw FormatError(.badMagic, name: name, at: 0, "is no store of museimg", hint: hint)
        case (false, .trace):
            let hint = magic == Kind.store.magic ? "it is a store: `museimg store log \(name)` lists it" : nil
            throw FormatError(.badMagic, name: name, at: 0, "is no trace of museimg", hint: hint)
        }
    }
}
