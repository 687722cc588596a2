// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import Testing

@Suite struct HoleTests {
    /// Space is reserved ahead of writing; none of it may be left where holes are.
    @Test(arguments: [[1, 0, 1], [0, 1, 0], [1, 0], [0]])
    func holesStayHoles(_ pieces: [Int]) throws {
        let spool = try Spool()
        let piece = 1 << 20
        for kind in pieces {
            if kind == 0 {
                try spool.sink.hole(count: piece, filler: 0)
            } else {
                try spool.sink.fill(0x5A, count: piece)
            }
        }
        let source = try spool.source(name: "x")
        #expect(source.size == pieces.count * piece)
        for (i, kind) in pieces.enumerated() {
            let found = source.hole(at: i * piece)
            #expect(found == (kind == 0 ? (i * piece)..<((i + 1) * piece) : nil), "piece \(i)")
            #expect(try source.bytes(at: (i + 1) * piece - 1, count: 1) == [kind == 0 ? 0 : 0x5A])
        }
    }
}
