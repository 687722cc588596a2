// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import BlockStore
import Flash
import FormatKit
import Glibc

/// A store with many records over a dump of 128 MiB.
struct LongStore {
    private static let blocks = 1024
    private let store: String
    private let dump: String
    /// Of the store, in bytes, and of the pages that were programmed.
    let size: Int
    let payload: Int
    private let records: Int

    init(work: String, records: Int) throws {
        (store, dump) = ("\(work)/long", "\(work)/dump")
        self.records = records
        let geometry = "2048+64x64"
        var state: UInt64 = 1
        var block = [UInt8](repeating: 0, count: 2112 * 64)
        for i in block.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            block[i] = UInt8(truncatingIfNeeded: state >> 33)
        }
        for page in 0..<64 { block[page * 2112 + 2048] = 0xFF }
        let file = Glibc.open(dump, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw Failure("cannot create \(dump)") }
        for number in 0..<Self.blocks {
            block[0] = UInt8(truncatingIfNeeded: number)
            guard write(file, block, block.count) == block.count else { throw Failure("cannot write \(dump)") }
        }
        close(file)
        try Stores.create(store, over: "raw-oob,geometry=\(geometry):\(dump)")
        let chip = try Stores.open(store)
        var done = 0
        while done < records {
            // Blocks are erased and written one by one, as file systems do.
            let number = done / 65 % Self.blocks
            try chip.erase(BlockNumber(number))
            let first = chip.geometry.firstPage(of: BlockNumber(number))
            for i in 0..<64 {
                try block.withUnsafeBytes { bytes in
                    let bits = UnsafeRawBufferPointer(rebasing: bytes[(i * 2112)...].prefix(2112))
                    try chip.program(PageRange(from: first.advanced(by: i), count: 1), bits: bits)
                }
            }
            done += 65
        }
        try chip.close()
        var info = stat()
        stat(store, &info)
        size = Int(info.st_size)
        payload = done / 65 * 64 * 2112
    }

    private var spec: ImageSpec { ImageSpec(formats: [FormatSpec("store")], path: store) }
    private var base: ImageSpec { ImageSpec(formats: [FormatSpec("raw-oob", ["geometry": "2048+64x64"])], path: dump) }

    /// All pages in order: how many times as fast as from the base.
    func walk() throws -> Double {
        func time(_ image: any RawImage) throws -> Double {
            let buffer = PageBuffer(geometry: image.geometry)
            return try seconds {
                var sum = 0
                var chunks = try PageChunks(image, range: image.geometry.allPages)
                while let chunk = try chunks.next(into: buffer) {
                    guard case .read(let pages) = chunk else { continue }
                    sum &+= Int(buffer.data(of: pages).last ?? 0) &+ Int(buffer.oob(of: pages).last ?? 0)
                }
                guard sum >= 0 else { throw Failure("no pages") }
            }
        }
        let (ours, theirs) = (try Stores.opener.open(spec).image, try Stores.opener.open(base).image)
        let (a, b) = (try time(theirs), try time(ours))
        return a / b
    }

    /// Single pages in no order: how many times as fast as from the base.
    func pick() throws -> Double {
        func time(_ image: any RawImage) throws -> Double {
            let buffer = PageBuffer(geometry: image.geometry, capacity: 1)
            return try seconds {
                var page = 1
                for _ in 0..<50_000 {
                    page = page &* 40_503 % image.geometry.pageCount
                    _ = try image.read(PageRange(from: PageNumber(page), count: 1), into: buffer)
                }
            }
        }
        let (ours, theirs) = (try Stores.opener.open(spec).image, try Stores.opener.open(base).image)
        let (a, b) = (try time(theirs), try time(ours))
        return a / b
    }

    func openLast() throws { _ = try Stores.open(store) }

    func openMiddle() throws {
        var middle = spec
        middle.formats[0].options = [.init(key: "at", value: "\(records / 2 + 12_345)")]
        _ = try Stores.opener.open(middle)
    }

    /// Cuts the power at so many points, with a command that does nothing; starting and opening counts too.
    func cut(_ count: Int, tear: String, _ museimg: String) throws -> Measured {
        try Measured.run([
            museimg, "trace", "powercut", store, "-q", "-j", "2", "--at", "random:\(count)", "--tear", tear, "--seed",
            "1", "--check", "true",
        ])
    }

    func rewind() throws { _ = try Stores.open(store).rewind(to: "\(records / 3)") }
}
