// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension HexRows {
    /// Writes `count` bytes as rows: those of a page's data, or of its OOB.
    ///
    /// - Parameters:
    ///   - label: of the first row; an address goes up from row to row.
    ///   - text: room for ``maxRowLength`` bytes a row.
    /// - Returns: the bytes of text.
    @inline(never)
    package static func encode(
        _ bytes: UnsafeRawBufferPointer, label: Label, canonical: Bool, into text: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(text.count >= (bytes.count + bytesPerRow - 1) / bytesPerRow * maxRowLength)
        guard let from = bytes.baseAddress, let start = text.baseAddress else { return 0 }
        return pairs.withUnsafeBufferPointer { table in
            guard let pairs = table.baseAddress else { return 0 }
            var out = start
            var done = 0
            while done < bytes.count {
                switch label {
                case .address(let first): out = put(address: first &+ done, out)
                case .oob: out = putOOBLabel(out)
                }
                let n = min(bytesPerRow, bytes.count &- done)
                if n == bytesPerRow {
                    out = putRow(from + done, bytesPerRow, pairs, out)
                } else {
                    out = putRow(from + done, n, pairs, out)
                }
                if canonical {
                    out = putASCII(from + done, n, rowStart: out - length(of: label, done) - (3 * n - 1), out)
                }
                out.storeBytes(of: 0x0A, as: UInt8.self)
                out += 1
                done &+= n
            }
            return out - start
        }
    }

    @inline(__always)
    private static func put(address: Int, _ out: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var out = out
        out.storeBytes(of: UInt16(0x7830).littleEndian, as: UInt16.self)
        out += 2
        var high = digitCount(address) &- 8
        while high > 0 {
            high &-= 1
            out.storeBytes(
                of: asciiDigit(UInt8(truncatingIfNeeded: address &>> (32 &+ 4 &* high)) & 15), as: UInt8.self)
            out += 1
        }
        out.storeBytes(of: hex8(UInt32(truncatingIfNeeded: address)), as: UInt64.self)
        out.storeBytes(of: UInt16(0x203A).littleEndian, toByteOffset: 8, as: UInt16.self)
        return out + 10
    }

    @inline(__always)
    private static func putOOBLabel(_ out: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        out.storeBytes(of: oobLabel.0, as: UInt64.self)
        out.storeBytes(of: oobLabel.1, toByteOffset: 8, as: UInt32.self)
        return out + 12
    }

    @inline(__always)
    private static func putRow(
        _ from: UnsafeRawPointer, _ n: Int, _ pairs: UnsafePointer<UInt32>, _ out: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var i = 0
        while i < n {
            let byte = from.load(fromByteOffset: i, as: UInt8.self)
            out.storeBytes(of: pairs[Int(byte)].littleEndian, toByteOffset: 3 &* i, as: UInt32.self)
            i &+= 1
        }
        return out + (3 &* n &- 1)
    }

    /// The column between bars; the tool's line has room for 79 characters, which cuts it behind long addresses.
    private static func putASCII(
        _ from: UnsafeRawPointer, _ n: Int, rowStart: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var column = out - rowStart
        repeat {
            rowStart.storeBytes(of: 0x20, toByteOffset: column, as: UInt8.self)
            column &+= 1
        } while column < 61
        rowStart.storeBytes(of: 0x7C, toByteOffset: column, as: UInt8.self)
        column &+= 1
        let shown = min(n, 78 &- column)
        if shown == bytesPerRow {
            for half in [0, 8] {
                let word = from.loadUnaligned(fromByteOffset: half, as: UInt64.self)
                rowStart.storeBytes(of: printable(word), toByteOffset: column &+ half, as: UInt64.self)
            }
        } else {
            for i in 0..<shown {
                let byte = from.load(fromByteOffset: i, as: UInt8.self)
                rowStart.storeBytes(of: printable(byte), toByteOffset: column &+ i, as: UInt8.self)
            }
        }
        column &+= shown
        rowStart.storeBytes(of: 0x7C, toByteOffset: column, as: UInt8.self)
        return rowStart + column + 1
    }
}
