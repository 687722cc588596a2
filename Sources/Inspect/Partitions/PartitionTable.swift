// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Partitions that something in a dump tells of.
public struct PartitionTable: Sendable, Hashable {
    /// What tells of them, best first.
    public enum Origin: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// A U-Boot environment whose checksum is right.
        case environment
        /// A device tree.
        case deviceTree
        /// A kernel's command line, found as text.
        case commandLine
        /// A RedBoot FIS directory.
        case redBoot

        public static func < (a: Origin, b: Origin) -> Bool { a.rawValue < b.rawValue }
    }

    public var origin: Origin
    /// Where it was found, in bytes of data.
    public var offset: Int
    /// In the order in which they are named.
    public var partitions: [Partition]
    /// What was found, and what was checked.
    public var evidence: String
    /// What does not fit the chip.
    public var notes: [String] = []
    /// The flag of an environment that comes in two copies.
    var flag: UInt8?

    /// Whether a partition ends where the chip does.
    func isWhole(_ size: Int) -> Bool { partitions.contains { $0.end == size } }

    /// The same in the kernel's grammar, without a device's name. There is no way to write a `)` in a partition's.
    public var mtdparts: String {
        MTDParts.Device(
            name: nil,
            definitions: partitions.map {
                MTDParts.Definition(
                    size: $0.size, offset: $0.offset, name: $0.name.replacing(")", with: "_"),
                    flags: $0.isReadOnly ? [.readOnly] : [])
            }
        ).description
    }
}

extension PartitionTable.Origin: CustomStringConvertible {
    public var description: String {
        switch self {
        case .environment: "U-Boot environment"
        case .deviceTree: "device tree"
        case .commandLine: "kernel command line"
        case .redBoot: "RedBoot FIS directory"
        }
    }
}
