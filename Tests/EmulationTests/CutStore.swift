// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import FormatRegistry
import Foundation
import TestKit

@testable import Emulation

/// A store in a folder of its own, with what was done to it and what its chip held after each record.
final class CutStore {
    let folder: String
    let path: String
    let geometry: Geometry
    private(set) var store: JournaledStore
    /// By the number of the record after which it was so.
    private(set) var states: [Int: Snapshot] = [:]
    private static let opener = ImageOpener(registry: museimgFormats)

    /// - Parameter shape: as `-g` takes it; the base is full of random pages, or erased on NOR.
    init(_ shape: String, _ random: inout SeededGenerator) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-cut-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = folder + "/chip.muse"
        let spec = try GeometrySpec(parsing: shape)
        let geometry = try spec.geometry(blockCount: spec.blockCount ?? 1)
        self.geometry = geometry
        let image: ImageSpec
        if geometry.isNOR {
            image = ImageSpec(formats: [FormatSpec("blank", ["geometry": shape])], path: "")
        } else {
            let raw = geometry.rawPageSize
            let bytes = (0..<geometry.pageCount).flatMap { page -> [UInt8] in
                var bytes = page % 5 == 2 ? [UInt8](repeating: 0xFF, count: raw) : random.bytes(raw)
                for i in geometry.pageSize..<raw { bytes[i] = 0xFF }
                return bytes
            }
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/dump.bin"))
            image = ImageSpec(formats: [FormatSpec("raw-oob")], path: folder + "/dump.bin")
        }
        try StoreCreation(Self.opener.open(image, geometry: spec), path: image.path).write(to: path, overwrites: false)
        store = try StoreFile.open(path: path, openImage: Self.open)
        states[0] = try Snapshot(store)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let open: @Sendable (ImageSpec, GeometrySpec?) throws -> OpenedImage = {
        try ImageOpener(registry: museimgFormats).open($0, geometry: $1)
    }

    /// The image at `path`, which is a store.
    static func image(_ path: String, at point: Int? = nil) throws -> StoreImage {
        let options: KeyValuePairs<String, String> = point.map { ["at": "\($0)"] } ?? [:]
        let opened = try open(ImageSpec(formats: [FormatSpec("store", options)], path: path), nil)
        guard let image = opened.image as? StoreImage else { throw UsageError("\(path) is no store") }
        return image
    }

    /// One operation, of one record unless it is a rewind.
    func step(_ random: inout SeededGenerator) throws {
        let block = BlockNumber(Int.random(in: 0..<geometry.blockCount, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<65:
            let unit = geometry.unit(
                of: geometry.firstPage(of: block).advanced(
                    by: Int.random(in: 0..<geometry.pagesPerBlock, using: &random)))
            var pages = unit
            if geometry.unitPages > 1, random.chance(50) {
                let first = unit.lowerBound.advanced(by: Int.random(in: 0..<unit.count / 2, using: &random))
                pages = PageRange(from: first, count: Int.random(in: 1...unit.count / 2, using: &random))
            }
            // Few bits are cleared, so that a page can be programmed often, and chains of records get long.
            let bits = random.bytes(pages.count * geometry.rawPageSize).map {
                $0 | UInt8(truncatingIfNeeded: random.next()) | UInt8(truncatingIfNeeded: random.next())
            }
            try bits.withUnsafeBytes { try store.program(pages, bits: $0) }
        case 65..<85: try store.erase(block)
        case 85..<92: try store.sync()
        case 92..<96: try store.mark("mark-\(store.sequence)")
        default:
            guard let target = states.keys.sorted().randomElement(using: &random) else { return }
            _ = try store.rewind(to: "\(target)")
        }
        states[store.sequence] = try Snapshot(store)
    }

    func markBad(_ block: Int) throws {
        try store.markBad(BlockNumber(block))
        states[store.sequence] = try Snapshot(store)
    }

    func close() throws { try store.close() }

    func reopen() throws { store = try StoreFile.open(path: path, openImage: Self.open) }

    /// What the chip held after record `point`: marks and syncs change nothing.
    func state(at point: Int) -> Snapshot? {
        states.filter { $0.key <= point }.max { $0.key < $1.key }?.value
    }

    func cursor() throws -> sending StoreCursor { try StoreCursor(Self.image(path)) }

    /// A small store of `cut`, written and opened as any image.
    func look(_ cut: PowerCut, _ states: PowerCutStates, as name: String = "cut.muse") throws -> Snapshot {
        try states.branch(cut).writeLoosely(to: "\(folder)/\(name)")
        return try Snapshot(Self.image("\(folder)/\(name)"))
    }
}
