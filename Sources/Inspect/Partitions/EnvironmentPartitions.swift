// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// `mtdparts` and `bootargs` of a U-Boot environment.
struct EnvironmentPartitions: PartitionFinder {
    var needle: [UInt8]? { nil }

    func tables(at offset: Int, in view: DataView) throws -> [PartitionTable] {
        guard let environment = try BootEnvironment(at: offset, in: view) else { return [] }
        let copy = environment.flag.map { ", copy with flag \($0)" } ?? ""
        var tables: [PartitionTable] = []
        for name in ["mtdparts", "bootargs"] {
            guard let value = environment[name] else { continue }
            let text = name == "bootargs" ? CommandLinePartitions.argument(in: value) : value
            guard let text else { continue }
            if var table = PartitionTable(
                .environment, at: offset, text: text, chipSize: view.size,
                evidence: "\(name) of an environment whose CRC is right\(copy)")
            {
                table.flag = environment.flag
                tables.append(table)
            }
        }
        return tables
    }
}
