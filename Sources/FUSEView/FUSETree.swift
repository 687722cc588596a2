// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Inspect
import MTD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folders of the view: what is in them, and how it is called.
struct FUSETree: Sendable {
    let numbers: FUSENumbers
    let hasOOB: Bool
    /// Names of the files in `parts`, each with a NUL behind it.
    let partNames: [[CChar]]
    private let top: [FUSENode]

    init(blockCount: Int, hasOOB: Bool, partitions: [Partition]) {
        numbers = FUSENumbers(partCount: partitions.count, blockCount: blockCount)
        self.hasOOB = hasOOB
        partNames = Self.fileNames(partitions.map(\.name)).map { Array($0.utf8CString) }
        top = hasOOB ? [.data, .oob, .raw, .info, .bad, .parts, .blocks] : [.data, .raw, .info, .bad, .parts, .blocks]
    }

    /// How many entries a folder has, `.` and `..` not counted.
    func count(of folder: FUSENode) -> Int {
        switch folder {
        case .root: top.count
        case .parts: partNames.count
        case .blocks: numbers.blockCount
        case .block: hasOOB ? 2 : 1
        default: 0
        }
    }

    /// How many of them are folders.
    func folderCount(of folder: FUSENode) -> Int {
        switch folder {
        case .root: 2
        case .blocks: numbers.blockCount
        default: 0
        }
    }

    /// The entry at `index`, which is below the count.
    func entry(_ index: Int, of folder: FUSENode) -> FUSENode {
        switch folder {
        case .root: top[index]
        case .parts: .part(index)
        case .blocks: .block(index)
        case .block(let block): index == 0 ? .blockData(block) : .blockOOB(block)
        default: folder
        }
    }

    func parent(of node: FUSENode) -> FUSENode {
        switch node {
        case .part: .parts
        case .block: .blocks
        case .blockData(let block), .blockOOB(let block): .block(block)
        default: .root
        }
    }

    /// - Returns: nil when the folder has nothing of that name.
    func find(_ name: UnsafePointer<CChar>, in folder: FUSENode) -> FUSENode? {
        switch folder {
        case .blocks: Self.number(name).flatMap { $0 < numbers.blockCount ? .block($0) : nil }
        case .parts: partNames.firstIndex { strcmp($0, name) == 0 }.map { .part($0) }
        default:
            (0..<count(of: folder)).lazy.map { entry($0, of: folder) }.first { node in
                Self.fixedName(node).withUTF8Buffer { known in
                    guard let start = known.baseAddress, strlen(name) == known.count else { return false }
                    return memcmp(name, start, known.count) == 0
                }
            }
        }
    }

    /// Calls `body` with the name of a node, made where it has to be in `room`, which has space for a number.
    func withName<T>(
        of node: FUSENode, _ room: UnsafeMutableBufferPointer<CChar>, _ body: (UnsafePointer<CChar>) -> T
    ) -> T? {
        switch node {
        case .part(let index): return partNames[index].withUnsafeBufferPointer { $0.baseAddress.map(body) }
        case .block(let block): return Self.spell(block, room).map(body)
        default:
            // Its text has a NUL behind it.
            return Self.fixedName(node).withUTF8Buffer { name in
                name.withMemoryRebound(to: CChar.self) { $0.baseAddress.map(body) }
            }
        }
    }

    private static func fixedName(_ node: FUSENode) -> StaticString {
        switch node {
        case .data: "data.bin"
        case .oob: "oob.bin"
        case .raw: "raw.bin"
        case .info: "info.json"
        case .bad: "bad.txt"
        case .parts: "parts"
        case .blocks: "blocks"
        case .blockData: "data"
        case .blockOOB: "oob"
        case .root, .part, .block: "."
        }
    }
}

extension FUSETree {
    /// A block's number, in the one spelling that it has.
    private static func number(_ name: UnsafePointer<CChar>) -> Int? {
        var value = 0
        var next = name
        while let digit = UInt8(exactly: next.pointee), digit != 0 {
            guard (0x30...0x39).contains(digit), value < 1 << 50, value > 0 || next == name else { return nil }
            value = value * 10 + Int(digit - 0x30)
            next += 1
        }
        return next.pointee == 0 && next != name ? value : nil
    }

    private static func spell(_ number: Int, _ room: UnsafeMutableBufferPointer<CChar>) -> UnsafePointer<CChar>? {
        var at = room.count - 1
        room[at] = 0
        var rest = number
        repeat {
            at -= 1
            room[at] = CChar(0x30 + rest % 10)
            rest /= 10
        } while rest > 0 && at > 0
        return room.baseAddress.map { UnsafePointer($0 + at) }
    }

    /// File names for partitions: what cannot be in a name becomes `_`, and no two are alike.
    static func fileNames(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            var base = String(
                String.UnicodeScalarView(name.unicodeScalars.map { $0 == "/" || $0.value < 0x20 ? "_" : $0 }))
            // 255 bytes are what a name may have; a number and the ending come behind.
            while base.utf8.count > 230 { base.removeLast() }
            var file = "\(base).bin"
            var copy = 2
            while !taken.insert(file).inserted {
                file = "\(base)-\(copy).bin"
                copy += 1
            }
            return file
        }
    }
}
