// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// gzip has no length and nothing at its end that can be told from data: a stream is followed for a while.
enum GzipProbe {
    /// No kernel is longer compressed; in bytes.
    private static let kernelSize = 16 << 20
    /// Nor longer expanded; in bytes.
    private static let kernelExpanded = 256 << 20

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        // Method 8 is the only one; the upper three flags are reserved (RFC 1952, 2.3.1).
        guard input.starts(with: GzipReader.magic + [8]), input.head.count >= 18, input.head[3] & 0xE0 == 0 else {
            return nil
        }
        if Wrapper.gzip.agrees(withExtension: input.fileExtension) {
            return .whole(.likely, "gzip's magic and the file's extension agree")
        }
        do {
            let reader = try GzipReader(input.source)
            while let piece = try reader.next() {
                try Interruption.check()
                if reader.consumed > kernelSize || piece.offset > kernelExpanded {
                    return .whole(.likely, "a gzip stream longer than any kernel")
                }
            }
            return .ending(at: reader.consumed, of: input.source, "gzip members up to the end, with their CRCs")
        } catch let error as FormatError {
            return .broken(error.detail)
        }
    }
}
