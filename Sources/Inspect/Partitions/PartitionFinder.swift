// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Knows one place where partitions are told of.
protocol PartitionFinder: Sendable {
    /// Bytes that lead to a closer look, at any offset; nil for a look each ``PartitionSearch/keyStep`` bytes.
    var needle: [UInt8]? { get }

    /// The closer look.
    ///
    /// - Parameters:
    ///   - offset: of the needle, or of the step, in bytes of data.
    ///   - eraseSize: bytes of data in an erase block.
    /// - Throws: only what reading throws; bytes that make no sense are no error.
    func tables(at offset: Int, in view: DataView) throws -> [PartitionTable]
}

extension PartitionTable {
    /// What a text in the kernel's grammar says of a chip; nil when it is none.
    init?(_ origin: Origin, at offset: Int, text: some StringProtocol, chipSize: Int, evidence: String) {
        guard let parts = try? MTDParts(parsing: text), let device = parts.device(on: chipSize) else { return nil }
        let (partitions, notes) = device.partitions(on: chipSize)
        guard !partitions.isEmpty else { return nil }
        let name = device.name.map { ", \($0)" } ?? ""
        self.init(
            origin: origin, offset: offset, partitions: partitions, evidence: evidence + name, notes: notes)
    }
}
