// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Opinions of texts that are made of records with checksums.
package enum RecordProbe {
    /// Lines of text that may stand before the first record.
    private static let maxPreamble = 32

    /// Looks at the first lines.
    ///
    /// - Parameter judge: nil for a line that is no record; else whether its checksum agrees.
    /// - Returns: certain when the first two records, or the only one, have checksums that agree.
    package static func opinion(
        of input: ProbeInput, what: String, judge: (ArraySlice<UInt8>) -> Bool?
    ) -> Probe? {
        var good = 0
        var wrong = 0
        var other = 0
        for line in lines(input) {
            guard let isGood = judge(line) else {
                other += 1
                if other > maxPreamble { break }
                continue
            }
            if isGood { good += 1 } else { wrong += 1 }
            if good + wrong == 16 { break }
        }
        guard good + wrong > 0, isText(input.head) else { return nil }
        if wrong == 0, good > 1 || other == 0 {
            return Probe(.certain, "\(good == 16 ? "the first 16" : "\(good)") \(what) with checksums that agree")
        }
        if good > wrong { return Probe(.likely, "\(what), of which \(wrong) of the first \(good + wrong) are damaged") }
        return good > 0 ? Probe(.weak, "a line that may be one of \(what)") : nil
    }

    /// The lines of the head without their ends, empty ones left out; one that the end of the head cuts says nothing.
    package static func lines(_ input: ProbeInput) -> some Sequence<ArraySlice<UInt8>> {
        let isWhole = input.head.count < ProbeInput.headSize
        let end = isWhole ? input.head.count : input.head.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return input.head[..<end].lazy.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    }

    /// Text: flash may hold some, but not from its first byte on without a control character.
    package static func isText(_ head: [UInt8]) -> Bool {
        let controls = head.prefix(4096).count { $0 < 0x20 && ![0x02, 0x03, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }
        return controls == 0
    }
}
