// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect
import MTD
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the view answers: nodes, their attributes, and their bytes. Used by the thread that serves.
final class FUSEServer {
    let device: MTDDevice
    let partitions: [Partition]
    let tree: FUSETree
    let access: FUSEAccess
    let room: FUSERoom
    let writer: BlockWriter
    let log: @Sendable (String) -> Void
    private let reader: FUSEReader
    private let makeInfo: @Sendable () -> [UInt8]
    private lazy var info = makeInfo()
    /// Made when somebody asks: it takes a look at every block.
    private lazy var bad = badBlocks()
    let counters = FUSECounters()
    /// When it was mounted, or last written.
    private(set) var changed = FUSEServer.Time.now

    var isWritable: Bool { device.shape.isWritable }

    init(
        _ device: MTDDevice, info: @escaping @Sendable () -> [UInt8], partitions: [Partition], access: FUSEAccess,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.device = device
        makeInfo = info
        self.access = access
        self.log = log
        let geometry = device.geometry
        let size = geometry.dataSize
        self.partitions = partitions.map { partition in
            let start = min(max(0, partition.offset), size)
            return Partition(
                name: partition.name, offset: start, size: min(max(0, partition.size), size - start),
                isReadOnly: partition.isReadOnly)
        }
        tree = FUSETree(blockCount: geometry.blockCount, hasOOB: geometry.oobSize > 0, partitions: self.partitions)
        room = FUSERoom(for: device)
        writer = BlockWriter(device, room, log: log)
        reader = FUSEReader(device, room, writer)
    }

    /// Number and place of every bad block, a line each.
    private func badBlocks() -> [UInt8] {
        var text = ""
        for number in 0..<device.geometry.blockCount {
            do {
                guard try device.chip.isBad(BlockNumber(number)) else { continue }
                text += "\(number)\t\(ByteCount.hex(number * device.geometry.blockSize, digits: 8))\n"
            } catch { log("bad.txt: \(describe(error))") }
        }
        return Array(text.utf8)
    }

    private func stretch(_ node: FUSENode) -> FUSEStretch? {
        switch node {
        case .info: FUSEStretch(space: .info, start: 0, size: info.count)
        case .bad: FUSEStretch(space: .bad, start: 0, size: bad.count)
        default: node.stretch(of: device, partitions)
        }
    }

    /// Whether the node is a file that may be written.
    func isWritable(_ node: FUSENode) -> Bool {
        switch node {
        case .data, .blockData: isWritable
        case .part(let index): isWritable && !partitions[index].isReadOnly
        default: false
        }
    }

    func size(of node: FUSENode) -> Int { stretch(node)?.size ?? 0 }

    /// Up to `count` bytes of a file from `offset` on.
    func read(_ node: FUSENode, at offset: Int, count: Int, _ answer: (UnsafeRawBufferPointer) -> Void) throws {
        guard let stretch = stretch(node) else { throw FlashError(.unsupported, "a folder cannot be read") }
        let part = stretch.part(at: offset, count: min(count, FUSERoom.capacity))
        counters.reads.wrappingAdd(1, ordering: .relaxed)
        counters.bytesRead.wrappingAdd(part.count, ordering: .relaxed)
        switch stretch.space {
        case .data: answer(try reader.data(part))
        case .oob: answer(try reader.oob(part))
        case .raw: answer(try reader.raw(part))
        case .info: info.withUnsafeBytes { answer($0.bytes(part)) }
        case .bad: bad.withUnsafeBytes { answer($0.bytes(part)) }
        }
    }

    /// Takes bytes for a file.
    ///
    /// - Returns: how many: fewer than given at the file's end.
    func write(_ bytes: UnsafeRawBufferPointer, to node: FUSENode, at offset: Int) throws -> Int {
        guard isWritable(node), let stretch = stretch(node) else {
            throw FlashError(.readOnly, "the file is read-only")
        }
        let part = stretch.part(at: offset, count: bytes.count)
        try writer.write(bytes.bytes(0..<part.count), at: part.lowerBound)
        changed = Time.now
        counters.writes.wrappingAdd(1, ordering: .relaxed)
        counters.bytesWritten.wrappingAdd(part.count, ordering: .relaxed)
        return part.count
    }

    func finish() throws { try writer.finish() }

    /// Brings everything to where the chip keeps it for good.
    func sync() throws {
        try writer.finish()
        try device.sync()
    }

    /// The system's number for an error, which is logged and counted.
    func fail(_ error: any Error) -> Int32 {
        counters.failures.wrappingAdd(1, ordering: .relaxed)
        log(describe(error))
        if let failure = error as? IOFailure { return failure.errno.rawValue }
        guard let error = error as? FlashError else { return EIO }
        switch error.code {
        case .outOfRange, .wrongLength: return EINVAL
        case .readOnly: return EROFS
        default: return EIO
        }
    }
}
