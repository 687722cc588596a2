// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension StoreHistory {
    /// The number of the record that `text` means: a number, or the name of a mark; nil for the last record.
    ///
    /// - Throws: ``UsageError`` for what is no point of this store.
    func point(_ text: String?) throws -> Int {
        guard let text else { return head }
        let number = Int(text)
        guard let point = number ?? marks.last(where: { $0.name == text })?.target else {
            let near = Spelling.nearest(to: text, in: marks.map(\.name)).map { " (did you mean '\($0)'?)" } ?? ""
            throw UsageError(
                "\(file.name): has no mark '\(text)'\(near)",
                hint: "`museimg store log \(file.name)` lists marks and numbers")
        }
        guard (0...head).contains(point) else {
            throw UsageError(
                "\(file.name): has no record \(text); they go from 1 to \(head), and 0 is the base",
                hint: tail.map { "\($0.words)" })
        }
        guard isKept(point) else {
            throw UsageError(
                "\(file.name): what was between marks before record \(header.description.compacted) was compacted away",
                hint: "`museimg store log \(file.name)` lists the marks")
        }
        return point
    }

    private func isKept(_ point: Int) -> Bool {
        point == 0 || point >= header.description.compacted || marks.contains { $0.target == point }
    }

    /// - Throws: ``UsageError`` for what cannot be told from a number or a path.
    static func checkName(_ name: String) throws {
        let isOdd = name.utf8.contains { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "@") }
        guard !name.isEmpty, name.utf8.count <= 200, !isOdd, Int(name) == nil else {
            throw UsageError(
                "'\(name)' cannot be the name of a mark: up to 200 bytes without spaces and '@', and no number")
        }
    }
}
