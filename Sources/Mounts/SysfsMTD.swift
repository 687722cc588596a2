// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FoundationEssentials

/// MTDs as sysfs shows them.
enum SysfsMTD {
    static let folder = "/sys/class/mtd"

    /// The number of the MTD of this name that the process serves: the lowest one, which is not a partition.
    static func number(ofServer pid: Int32, name: String, in folder: String = SysfsMTD.folder) -> Int? {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let numbers = entries.compactMap { $0.hasPrefix("mtd") ? Int($0.dropFirst(3)) : nil }.sorted()
        return numbers.first { number in
            text("\(folder)/mtd\(number)/muse_pid") == "\(pid)" && text("\(folder)/mtd\(number)/name") == name
        }
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
