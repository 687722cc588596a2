// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// `fixed-partitions` of a device tree, and the older form of it: partitions right below the flash.
///
/// Source: Linux `Documentation/devicetree/bindings/mtd/partitions/fixed-partitions.yaml`,
/// `drivers/mtd/parsers/ofpart_core.c`.
struct DeviceTreePartitions: PartitionFinder {
    var needle: [UInt8]? { [0xD0, 0x0D, 0xFE, 0xED] }

    func tables(at offset: Int, in view: DataView) throws -> [PartitionTable] {
        guard var walk = try TreeWalk(at: offset, in: view) else { return [] }
        var collector = Collector()
        guard try walk.run(&collector) == true else { return [] }
        return collector.groups.map { group in
            // What leaves the chip is cut by the rules of every other table.
            let device = MTDParts.Device(
                name: nil,
                definitions: group.partitions.map {
                    MTDParts.Definition(
                        size: $0.size, offset: $0.offset, name: $0.name, flags: $0.isReadOnly ? [.readOnly] : [])
                })
            let (partitions, notes) = device.partitions(on: view.size)
            return PartitionTable(
                origin: .deviceTree, offset: offset, partitions: partitions,
                evidence: "fixed partitions of \(group.path)", notes: notes)
        }.filter { !$0.partitions.isEmpty }
    }

    private struct Group {
        var path: String
        var partitions: [Partition]
    }

    private struct Node {
        var name: String
        /// Cells of addresses and sizes of the nodes inside.
        var cells = (address: 2, size: 1)
        var isFixed = false
        var label: String?
        var isReadOnly = false
        var place: [UInt8] = []
        var inside: [Partition] = []
    }

    private struct Collector: TreeVisitor {
        private var path: [Node] = []
        var groups: [Group] = []

        mutating func enter(_ name: String, depth: Int) { path.append(Node(name: name)) }

        func wantsProperties(depth: Int) -> Bool { true }

        mutating func property(_ name: String, _ value: TreeValue, depth: Int) throws {
            let last = path.count - 1
            switch name {
            case "compatible":
                let words = try value.bytes().split(separator: 0)
                path[last].isFixed = words.contains { $0.elementsEqual("fixed-partitions".utf8) }
            case "#address-cells": path[last].cells.address = try cells(value)
            case "#size-cells": path[last].cells.size = try cells(value)
            case "label": path[last].label = try value.text()
            case "read-only": path[last].isReadOnly = true
            case "reg": path[last].place = try value.bytes(limit: 16)
            default: break
            }
        }

        private func cells(_ value: TreeValue) throws -> Int {
            let bytes = try value.bytes(limit: 4)
            return bytes.count == 4 ? Field.big(bytes, 0) : 0
        }

        mutating func leave(depth: Int) {
            guard let node = path.popLast() else { return }
            if !node.inside.isEmpty, !path.contains(where: { isPart($0) }) {
                let names = (path + [node]).dropFirst().map(\.name)
                groups.append(Group(path: "/" + names.joined(separator: "/"), partitions: node.inside))
            }
            guard let parent = path.last, parent.isFixed || node.name.hasPrefix("partition@"),
                let place = place(of: node, parent.cells)
            else { return }
            let name = node.name.prefix { $0 != "@" }
            path[path.count - 1].inside.append(
                Partition(
                    name: node.label ?? String(name), offset: place.offset, size: place.size,
                    isReadOnly: node.isReadOnly))
        }

        /// Whether it is a partition: what is inside counts from its start.
        private func isPart(_ node: Node) -> Bool { node.name.hasPrefix("partition@") }

        private func place(of node: Node, _ cells: (address: Int, size: Int)) -> (offset: Int, size: Int)? {
            guard (1...2).contains(cells.address), (1...2).contains(cells.size),
                node.place.count >= 4 * (cells.address + cells.size),
                let offset = Int(exactly: Field.number(node.place, 0, 4 * cells.address, isLittle: false)),
                let size = Int(
                    exactly: Field.number(node.place, 4 * cells.address, 4 * cells.size, isLittle: false)), size > 0
            else { return nil }
            return (offset, size)
        }
    }
}
