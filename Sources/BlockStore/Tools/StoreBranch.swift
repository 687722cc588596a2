// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import FormatKit
import SystemPackage

/// A small store in the making: a point of another store, and the few records that follow it here.
///
/// The same records make the same bytes.
public struct StoreBranch: Sendable {
    public let geometry: Geometry
    /// The number of the other store's state that it goes on from.
    public var point: Int { base.point }
    private let base: BasePoint
    /// Of the other store, as it was opened.
    private let store: String
    private let description: StoreDescription
    private let identity: UInt64
    /// Of all records: nanoseconds since 1970, UTC.
    private let time: UInt64
    private let seed: UInt32
    private var records = RecordBuffer()
    private var sequence = 0

    /// - Parameters:
    ///   - identity: not that of another store.
    ///   - time: nanoseconds since 1970, UTC.
    init(_ image: StoreImage, at base: BasePoint, identity: UInt64, time: UInt64) {
        (self.base, self.identity, self.time) = (base, identity, time)
        (geometry, store) = (image.geometry, image.history.file.name)
        var description = image.description
        description.formats = [image.spec(at: base.point)]
        (description.files, description.base, description.contained) = ([], nil, nil)
        (description.compacted, description.basePoint) = (0, base)
        self.description = description
        seed = StoreHeader(geometry: geometry, description: description, identity: identity, created: time).seed
    }

    /// Programs pages of one unit.
    ///
    /// - Parameter bits: data and OOB of each page.
    public mutating func program(_ pages: PageRange, bits: UnsafeRawBufferPointer) {
        guard !pages.isEmpty else { return }
        add(.program, pages.lowerBound.rawValue, bits)
    }

    public mutating func erase(_ block: BlockNumber) { add(.erase, block.rawValue, .init(start: nil, count: 0)) }

    /// Writes down that power was lost.
    ///
    /// - Parameter text: what happened, for the log.
    public mutating func losePower(_ text: String) {
        var text = text
        text.withUTF8 { add(.powerLoss, 0, UnsafeRawBufferPointer($0)) }
    }

    private mutating func add(_ kind: Record.Kind, _ address: Int, _ payload: UnsafeRawBufferPointer) {
        sequence += 1
        let record = Record(kind, sequence: sequence, time: time, address: address)
        records.append(record, seed: seed, payload)
    }

    /// Writes it, for a while: nothing is synced, and a file that is there is written over.
    ///
    /// - Throws: ``IOFailure``; then the file may be there in part.
    public func writeLoosely(to path: String) throws {
        do {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.closeOnExec, .create, .truncate], permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll(bytes(at: path)) }
        } catch let error as Errno {
            throw IOFailure(.write, errno: error, name: path)
        }
    }

    /// Writes it to stay; a file that is there is replaced once all is durable.
    ///
    /// - Throws: ``IOFailure``; then nothing has changed.
    public func write(to path: String) throws {
        let new = try NewStoreFile(path: path)
        try bytes(at: path).withUnsafeBytes { try new.file.write($0, at: 0) }
        try new.commit(overwrites: true)
    }

    /// All of the file.
    ///
    /// - Parameter path: where it is to be: the other store is named from there.
    private func bytes(at path: String) -> [UInt8] {
        var description = description
        description.base = StorePath.kept(store, beside: path)
        // A size with as many digits as any: the description gets no longer.
        description.journal = 9_999_999
        var header = StoreHeader(geometry: geometry, description: description, identity: identity, created: time)
        let size = header.size
        description.journal = size
        header.description = description
        return header.encoded(reserved: size) + records.bytes
    }
}
