// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Rows that follow each other, as only a dump has them.
enum TextProbe {
    static func opinion(of head: [UInt8]) -> Probe? {
        // A line that the end of the head cuts says nothing.
        let whole = head.count < ProbeInput.headSize ? head.count : head.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        var rows = 0
        var oobRows = 0
        var followers = 0
        var ascii = (agreeing: 0, other: 0)
        var end: Int?
        head[..<whole].withUnsafeBytes { bytes in
            for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.count <= TextWindow.maxLine
            {
                let row = TextRow(UnsafeRawBufferPointer(rebasing: line))
                switch row.label {
                case .none: continue
                case .oob: oobRows += 1
                case .address(let address):
                    rows += 1
                    if let end, address == end || address + row.count == end { followers += 1 }
                    end = address + row.count
                }
                if row.hasASCII, row.isWhole, row.contradiction == nil {
                    ascii.agreeing += 1
                } else if row.isWhole {
                    ascii.other += 1
                }
            }
        }
        guard rows > 0 else { return nil }
        let what = "\(rows) rows with addresses" + (oobRows > 0 ? " and \(oobRows) of OOB" : "")
        guard followers >= 3, isText(head) else { return Probe(.possible, what) }
        if ascii.agreeing >= 8, ascii.other == 0 {
            return Probe(.certain, what + " in sequence, and the ASCII column agrees with all of them")
        }
        return followers * 2 >= rows ? Probe(.likely, what + " in sequence") : Probe(.weak, what)
    }

    /// Text, with a little noise of a line at the most: flash may well hold a log with such rows.
    private static func isText(_ head: [UInt8]) -> Bool {
        let controls = head.count { $0 < 0x20 && ![0x09, 0x0A, 0x0D, 0x1B].contains($0) }
        return controls * 100 <= head.count
    }
}
