// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// `mtdparts=` in text that is a kernel's command line, or part of one.
struct CommandLinePartitions: PartitionFinder {
    private static let word = "mtdparts="
    var needle: [UInt8]? { Array(Self.word.utf8) }

    /// Longest text that counts: Linux takes no longer command line.
    private static let maxText = 4096

    func tables(at offset: Int, in view: DataView) throws -> [PartitionTable] {
        let before = try view.bytes(at: offset - 1, count: 1).first ?? 0
        // A part of another word, such as U-Boot's own help has it.
        let isWord = UInt8(ascii: "a")...UInt8(ascii: "z") ~= before | 0x20 || 0x30...0x39 ~= before || before == 0x5F
        guard !isWord else { return [] }
        let bytes = try view.bytes(at: offset, count: Self.maxText)
        let text = String(
            decoding: bytes.prefix { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        // The kernel wants a device's name: without one it may be anything.
        guard text.dropFirst(Self.word.utf8.count).contains(":") else { return [] }
        return PartitionTable(
            .commandLine, at: offset, text: text, chipSize: view.size, evidence: "mtdparts= in text"
        ).map { [$0] } ?? []
    }

    /// The value of `mtdparts=` among a command line's words.
    static func argument(in line: String) -> String? {
        for separator in [" ", "\t", "\""] where line.contains(separator) {
            let words = line.split { " \t\"".contains($0) }
            return words.first { $0.hasPrefix(word) }.map(String.init)
        }
        return line.hasPrefix(word) ? line : nil
    }
}
