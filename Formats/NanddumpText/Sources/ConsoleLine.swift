// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What nanddump says on standard error, where a log has it between the rows.
///
/// Source: mtd-utils 2.3.1, nand-utils/nanddump.c.
enum ConsoleLine: Equatable {
    /// `Block size 131072, page size 2048, OOB size 64`
    case sizes(block: Int, page: Int, oob: Int)
    /// `Dumping data starting at 0x00000000 and ending at 0x00001000...`
    case range(start: Int, end: Int)
    /// `ECC: 2 corrected bitflip(s) at offset 0x00000800`
    case corrected(Int, address: Int)
    /// `ECC: 1 uncorrectable bitflip(s) at offset 0x00000800`: counts ECC steps, not bits.
    case uncorrectable(Int, address: Int)
    /// `ECC failed: 0`, `ECC corrected: 3`, `Number of bad blocks: 2`, `Number of bbt blocks: 0`
    case total(String, Int)

    /// - Returns: nil for lines of any other kind.
    init?(_ line: UnsafeRawBufferPointer) {
        guard line.count <= 512,
            line.contains(UInt8(ascii: "E")) || line.contains(UInt8(ascii: "k"))
                || line.contains(UInt8(ascii: "D"))
        else { return nil }
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "," }
        func has(_ pattern: [String?], _ build: ([Int]) -> ConsoleLine?) -> ConsoleLine? {
            guard words.count >= pattern.count else { return nil }
            for start in 0...(words.count - pattern.count) {
                var numbers: [Int] = []
                let fits = zip(pattern, words[start...]).allSatisfy { word, found in
                    if let word { return word == found }
                    var digits = found
                    while digits.last == "." { digits.removeLast() }
                    guard let number = ByteCount.parse(digits) else { return false }
                    numbers.append(number)
                    return true
                }
                if fits { return build(numbers) }
            }
            return nil
        }
        let found =
            has(["Block", "size", nil, "page", "size", nil, "OOB", "size", nil]) {
                .sizes(block: $0[0], page: $0[1], oob: $0[2])
            }
            ?? has(["Dumping", "data", "starting", "at", nil, "and", "ending", "at", nil]) {
                .range(start: $0[0], end: $0[1])
            }
            ?? has(["ECC:", nil, "corrected", "bitflip(s)", "at", "offset", nil]) { .corrected($0[0], address: $0[1]) }
            ?? has(["ECC:", nil, "uncorrectable", "bitflip(s)", "at", "offset", nil]) {
                .uncorrectable($0[0], address: $0[1])
            }
            ?? has(["ECC", "failed:", nil]) { .total("ECC steps failed before", $0[0]) }
            ?? has(["ECC", "corrected:", nil]) { .total("bits corrected before", $0[0]) }
            ?? has(["Number", "of", "bad", "blocks:", nil]) { .total("bad blocks", $0[0]) }
            ?? has(["Number", "of", "bbt", "blocks:", nil]) { .total("blocks of bad-block tables", $0[0]) }
        guard let found else { return nil }
        self = found
    }
}
