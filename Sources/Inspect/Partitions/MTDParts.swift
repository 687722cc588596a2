// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Partitions as Linux takes them on its command line: `nand0:512k(u-boot)ro,-(ubi);spi0:64k(env)`.
///
/// Source: Linux `drivers/mtd/parsers/cmdlinepart.c`.
public struct MTDParts: Sendable, Hashable {
    /// One device's partitions.
    public struct Device: Sendable, Hashable {
        /// The MTD's name; nil where the text leaves it out, which the kernel does not allow and people do.
        public var name: String?
        public var definitions: [Definition]

        public init(name: String?, definitions: [Definition]) {
            self.name = name
            self.definitions = definitions
        }
    }

    /// One partition, before the size of the chip is known.
    public struct Definition: Sendable, Hashable {
        /// In bytes of data; nil for the rest of the device.
        public var size: Int?
        /// In bytes of data; nil for the end of the one before.
        public var offset: Int?
        /// nil for `Partition_NNN`.
        public var name: String?
        public var flags: Set<Flag>

        public init(size: Int? = nil, offset: Int? = nil, name: String? = nil, flags: Set<Flag> = []) {
            self.size = size
            self.offset = offset
            self.name = name
            self.flags = flags
        }
    }

    /// In the order in which they are written.
    public enum Flag: String, Sendable, Hashable, CaseIterable {
        case readOnly = "ro"
        /// Locked at start.
        case locked = "lk"
        /// MLC used as SLC.
        case slc
    }

    public var devices: [Device]
}

extension MTDParts: CustomStringConvertible {
    /// What init(parsing:) reads.
    public var description: String { devices.map(\.description).joined(separator: ";") }
}

extension MTDParts.Device: CustomStringConvertible {
    public var description: String {
        (name.map { "\($0):" } ?? "") + definitions.map(\.description).joined(separator: ",")
    }
}

extension MTDParts.Definition: CustomStringConvertible {
    public var description: String {
        var text = size.map(Self.spell) ?? "-"
        if let offset { text += "@" + Self.spell(offset) }
        if let name { text += "(\(name))" }
        for flag in MTDParts.Flag.allCases where flags.contains(flag) { text += flag.rawValue }
        return text
    }

    /// With the largest suffix that fits without a rest.
    private static func spell(_ bytes: Int) -> String {
        for (suffix, shift) in [("g", 30), ("m", 20), ("k", 10)] where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(suffix)"
        }
        return "\(bytes)"
    }
}
