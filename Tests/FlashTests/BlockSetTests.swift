// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import TestKit
import Testing

@Suite("Sets of blocks")
struct BlockSetTests {
    @Test("are written as they are read", arguments: ["3", "3,6", "0,3,17..20", "0..5"])
    func roundTrip(text: String) {
        #expect(BlockSet(parsing: text)?.description == text)
    }

    @Test("refuse what is none", arguments: ["", "a", "3,", "6..3", "3..", "..", "-1", "99999999999999999999"])
    func refused(text: String) {
        #expect(BlockSet(parsing: text) == nil)
    }

    @Test("behave as a set does", arguments: 0..<50)
    func againstSet(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var ours = BlockSet()
        var model = Set<Int>()
        for _ in 0..<40 {
            let low = Int.random(in: 0..<60, using: &random)
            let high = low + Int.random(in: 1...6, using: &random)
            ours.insert(BlockNumber(low)..<BlockNumber(high))
            model.formUnion(low..<high)
            #expect(ours.count == model.count)
            #expect((0..<70).allSatisfy { ours.contains(BlockNumber($0)) == model.contains($0) })
            // Runs neither touch nor overlap, so a set has one form only.
            #expect(zip(ours.runs, ours.runs.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
        let limit = BlockNumber(0)..<BlockNumber(70)
        for block in 0..<70 {
            let (run, isMember) = ours.run(around: BlockNumber(block), limit: limit)
            #expect(run.contains(BlockNumber(block)))
            #expect(run.allSatisfy { model.contains($0.rawValue) == isMember })
        }
    }
}
