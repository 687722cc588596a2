// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import TestKit
import Testing

@Suite("Flat images")
struct FlatImageTests {
    private let shape = GeometrySpec(pageSize: 512, oobSize: 16, pagesPerBlock: 4)

    private func image(
        _ bytes: [UInt8], _ order: FlatOrder = .interleaved, _ change: (inout FlatImage.Plan) -> Void = { _ in }
    ) throws -> FlatImage {
        var plan = FlatImage.Plan(order: order, geometry: shape, origin: .given)
        change(&plan)
        return try FlatImage(MemorySource(bytes), plan: plan)
    }

    @Test(
        "a file that ends anywhere is read as far as it goes",
        arguments: [1, 511, 512, 513, 528, 529, 2112, 2113, 3000])
    func truncated(size: Int) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let bytes = random.bytes(size).map { $0 & 0x7F }
        let opened = try image(bytes) { $0.marker = nil }
        let snapshot = try Snapshot(opened)
        #expect(snapshot.pages.count == (size + 2111) / 2112 * 4)
        for (i, page) in snapshot.pages.enumerated() {
            let held = max(0, min(528, size - i * 528))
            let expected: PageState = held == 528 ? .programmed : held > 0 ? .unreadable : .missing
            #expect(page.state == expected, "page \(i)")
            guard held > 0 else { continue }
            let raw = page.data + page.oob
            #expect(Array(raw.prefix(held)) == Array(bytes[(i * 528)..<(i * 528 + held)]))
            #expect(raw.dropFirst(held).allSatisfy { $0 == 0xFF })
        }
        #expect(opened.findings.isEmpty == (size % 528 == 0))
        try Conformance.check(source: opened)
    }

    @Test("an empty file is refused")
    func empty() {
        #expect(throws: FormatError(.empty, "")) { try image([]) }
    }

    @Test("skipped blocks are bad and absent, and what follows is in its place", arguments: 0..<20)
    func skipped(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let blocks = 12
        var chip: [[UInt8]] = []
        var bad = BlockSet()
        for i in 0..<blocks {
            chip.append(random.bytes(4 * 528).map { $0 & 0x7F })
            if random.chance(30) { bad.insert(BlockNumber(i)) }
        }
        let start = Int.random(in: 0..<8, using: &random)
        let file = chip.enumerated().filter { !bad.contains(BlockNumber($0.offset)) }.flatMap { i, block in
            block.dropFirst(max(0, min(4, start - i * 4)) * 528)
        }
        guard !file.isEmpty else { return }
        let opened = try image(file) { plan in
            plan.geometry.blockCount = blocks
            plan.listedBad = bad
            plan.skipsListed = true
            plan.start = start * 512
        }
        let snapshot = try Snapshot(opened)
        for (i, page) in snapshot.pages.enumerated() {
            let block = i / 4
            if bad.contains(BlockNumber(block)) {
                #expect(page.state == .bad && !page.isHeld, "page \(i)")
            } else if i < start {
                #expect(page.state == .missing, "page \(i)")
            } else {
                let raw = Array(chip[block][(i % 4 * 528)..<(i % 4 * 528 + 528)])
                #expect(page.data + page.oob == raw, "page \(i)")
            }
        }
        try Conformance.check(source: opened)
    }

    @Test("a mark in the second page counts, one in the third does not")
    func marks() throws {
        var bytes = [UInt8](repeating: 0xFF, count: 3 * 4 * 528)
        bytes[4 * 528 + 528 + 512 + 5] = 0
        bytes[8 * 528 + 2 * 528 + 512 + 5] = 0
        let opened = try image(bytes) { $0.marker = BadBlockMarker(offset: 5) }
        #expect(try (0..<3).map { try opened.isBad(BlockNumber($0)) } == [false, true, false])
        #expect(try Snapshot(opened).pages.filter { $0.state == .bad }.count == 4)
    }

    @Test("a page of a bad block that is cut short is unreadable, and the block stays bad")
    func cutInBadBlock() throws {
        var bytes = [UInt8](repeating: 0x11, count: 2 * 4 * 528 - 528 - 100)
        for page in 0..<4 { bytes[page * 528 + 512 + 5] = 0xFF }
        let marker = BadBlockMarker(offset: 5)
        for opened in [
            try image(bytes) { $0.marker = marker },
            try image(bytes) { ($0.marker, $0.listedBad) = (nil, BlockSet([BlockNumber(1)])) },
        ] {
            #expect(try opened.isBad(BlockNumber(1)))
            let states = try Snapshot(opened).pages.map(\.state)
            let last: PageState = opened.marker == nil ? .bad : .missing
            #expect(states == Array(repeating: .programmed, count: 4) + [.bad, .bad, .unreadable, last])
            try Conformance.check(source: opened)
        }
    }

    @Test("all OOB at the end needs a size that tells where it begins")
    func atEnd() throws {
        let bytes = [UInt8](repeating: 0, count: 5000)
        #expect(throws: FormatError(.truncated, "")) { try image(bytes, .atEnd) }
        let opened = try image(bytes, .atEnd) {
            $0.geometry.blockCount = 2; $0.marker = nil
        }
        // 8 pages of data are 4096 bytes, and 904 bytes are OOB of 56 pages at 16: all that there are.
        #expect(try Snapshot(opened).pages.allSatisfy { $0.state == .programmed })
    }
}
