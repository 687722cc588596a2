// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CMUSE
import Flash
public import MTD

/// What a server tells the driver of its MTD: the answer to MUSE_INIT.
public struct MUSEParameters: Sendable, Hashable {
    public var name: String
    public var shape: MTDShape
    /// Bytes that one read and one write may carry.
    public var maxTransfer: Int
    /// In mtdparts' grammar, without the device's name; nil for one MTD that is whole.
    public var partitions: String?
    /// How many blocks may be or go bad, for UBI's reserve; nil for the driver's own idea.
    public var maxBadBlocks: Int?

    /// Bytes that carry a 128 KiB erase block of a 2048+64 chip in one request.
    public static let usualTransfer = 256 << 10

    public init(
        name: String, shape: MTDShape, maxTransfer: Int = MUSEParameters.usualTransfer, partitions: String? = nil,
        maxBadBlocks: Int? = nil
    ) {
        self.name = name
        self.shape = shape
        self.maxTransfer = max(maxTransfer, shape.writeSize)
        self.partitions = partitions
        self.maxBadBlocks = maxBadBlocks
    }

    /// Whether a driver of version 1 can have this MTD: it counts sizes in 32 bits.
    var fitsVersion1: Bool { shape.size <= Int(UInt32.max) }

    /// `KEY=value` strings, each ended by a NUL.
    ///
    /// - Parameter minor: of the driver; below 34 it knows neither OOB nor partitions.
    /// - Returns: at most 4096 bytes; nil when the partitions alone are longer.
    func page(minor: Int) -> [UInt8]? {
        var flags = 0
        if shape.isWritable { flags |= Self.writeable }
        if shape.isWritable, shape.kind == .nor { flags |= Self.bitWriteable }
        var pairs = [
            ("NAME", Self.clean(name)), ("TYPE", "\(shape.kind.rawValue)"), ("FLAGS", "\(flags)"),
            ("SIZE", "\(shape.size)"), ("WRITESIZE", "\(shape.writeSize)"), ("ERASESIZE", "\(shape.eraseSize)"),
        ]
        guard minor >= MUSE_MINOR_V3 else { return Self.bytes(pairs) }
        pairs += [
            ("WRITEBUFSIZE", "\(shape.writeSize)"), ("OOBSIZE", "\(shape.oobSize)"),
            ("OOBAVAIL", "\(shape.oobAvailable)"), ("SUBPAGESHIFT", "\(shape.subpageShift)"),
        ]
        if let partitions { pairs.append(("PARTSCMDLINE", Self.clean(partitions, limit: 4096))) }
        guard let needed = Self.bytes(pairs) else { return nil }
        // Keys of museimg's driver, which others pass over with a warning.
        if shape.eccStrength > 0 {
            pairs += [
                ("ECCSTRENGTH", "\(shape.eccStrength)"), ("ECCSTEPSIZE", "\(shape.eccStepSize)"),
                ("BITFLIPTHRESHOLD", "\(shape.bitflipThreshold)"),
            ]
        }
        if let maxBadBlocks { pairs.append(("MAXBADBLOCKS", "\(maxBadBlocks)")) }
        if !shape.oobFree.isEmpty { pairs.append(("OOBFREE", Self.list(shape.oobFree))) }
        if !shape.oobParity.isEmpty { pairs.append(("OOBECC", Self.list(shape.oobParity))) }
        return Self.bytes(pairs) ?? needed
    }

    /// MTD_WRITEABLE and MTD_BIT_WRITEABLE (Linux `include/uapi/mtd/mtd-abi.h`).
    private static let writeable = 0x400
    private static let bitWriteable = 0x800

    /// `offset:length,...`
    private static func list(_ ranges: [MTDShape.OOBRange]) -> String {
        ranges.map { "\($0.lowerBound):\($0.count)" }.joined(separator: ",")
    }

    /// Without what would end the string.
    private static func clean(_ value: String, limit: Int = 200) -> String {
        String(value.map { $0 == "\0" || $0.isNewline ? "_" : $0 }.prefix(limit))
    }

    private static func bytes(_ pairs: [(String, String)]) -> [UInt8]? {
        let page: [UInt8] = pairs.flatMap { key, value -> [UInt8] in Array("\(key)=\(value)".utf8) + [0] }
        return page.count <= Int(MUSE_MAX_PARAMETERS) ? page : nil
    }
}
