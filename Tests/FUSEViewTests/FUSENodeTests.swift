// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Inspect
import Testing

@testable import FUSEView

@Suite("Nodes of a FUSE view")
struct FUSENodeTests {
    @Test(
        "every node has a number of its own, and every number its node", arguments: [(0, 0), (0, 3), (5, 1), (300, 70)])
    func numbers(parts: Int, blocks: Int) {
        let numbers = FUSENumbers(partCount: parts, blockCount: blocks)
        var nodes: [FUSENode] = [.root, .data, .oob, .raw, .info, .bad, .parts, .blocks]
        nodes += (0..<parts).map { .part($0) }
        for block in 0..<blocks { nodes += [.block(block), .blockData(block), .blockOOB(block)] }
        #expect(nodes.count == numbers.count)
        #expect(numbers.number(of: .root) == 1)
        #expect(Set(nodes.map { numbers.number(of: $0) }).count == nodes.count)
        for node in nodes { #expect(numbers.node(numbered: numbers.number(of: node)) == node) }
        let known = (0...UInt64(16 + parts + 3 * blocks + 9)).filter { numbers.node(numbered: $0) != nil }
        #expect(known.count == nodes.count)
        #expect(numbers.node(numbered: .max) == nil)
    }

    @Test("what is listed is found by its name, and nothing else is")
    func names() {
        let partitions = ["u-boot", "a/b", "u-boot", "", "äöü", String(repeating: "n", count: 400)].map {
            Partition(name: $0, offset: 0, size: 1)
        }
        let tree = FUSETree(blockCount: 12, hasOOB: true, partitions: partitions)
        let room = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 32)
        defer { room.deallocate() }
        for folder in [FUSENode.root, .parts, .blocks, .block(3), .block(11)] {
            var seen: Set<String> = []
            for index in 0..<tree.count(of: folder) {
                let node = tree.entry(index, of: folder)
                let name = tree.withName(of: node, room) { String(cString: $0) } ?? "nameless"
                #expect(seen.insert(name).inserted && name.utf8.count <= 255 && !name.contains("/"))
                #expect(tree.find(name, in: folder) == node, "\(name)")
                #expect(tree.parent(of: node) == folder)
                #expect(
                    tree.find(name + "x", in: folder) == nil && tree.find(String(name.dropLast()), in: folder) != node)
            }
            #expect(tree.find("", in: folder) == nil && tree.find(".", in: folder) == nil)
        }
        for name in ["12", "011", "-1", "+1", "1 ", "99999999999999999999", "1x"] {
            #expect(tree.find(name, in: .blocks) == nil, "\(name)")
        }
        #expect(FUSETree.fileNames(["a", "a", "a-2"]) == ["a.bin", "a-2.bin", "a-2-2.bin"])
    }

    @Test("without OOB there are no files of it")
    func withoutOOB() {
        let tree = FUSETree(blockCount: 2, hasOOB: false, partitions: [])
        #expect(tree.find("oob.bin", in: .root) == nil && tree.find("oob", in: .block(0)) == nil)
        #expect(tree.find("data", in: .block(0)) == .blockData(0) && tree.count(of: .block(0)) == 1)
    }

    @Test("a part of a stretch never leaves it")
    func stretches() {
        let stretch = FUSEStretch(space: .data, start: 100, size: 10)
        #expect(stretch.part(at: 0, count: 4) == 100..<104)
        #expect(stretch.part(at: 8, count: 4) == 108..<110)
        #expect(stretch.part(at: 10, count: 4).isEmpty && stretch.part(at: .max, count: .max).isEmpty)
        #expect(stretch.part(at: -5, count: .max) == 100..<110 && stretch.part(at: 3, count: -1).isEmpty)
    }
}
