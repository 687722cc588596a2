// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import Glibc

/// Dumps of 2048+64 whose contents are random and whose marks say good.
enum SyntheticDump {
    static let page = 2048
    static let oob = 64
    static let geometry = "2048+64x64"

    /// Writes `pages` pages with their OOB; the last `erased` percent of each block of 64 are 0xFF.
    static func write(_ path: String, pages: Int, erasedBlocksPercent: Int = 0) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw Failure("cannot create \(path)") }
        defer { close(file) }
        let blockBytes = (page + oob) * 64
        var state: UInt64 = 42
        var block = [UInt8](repeating: 0, count: blockBytes)
        for i in block.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            block[i] = UInt8(truncatingIfNeeded: state >> 33)
        }
        for i in stride(from: page, to: blockBytes, by: page + oob) { block[i] = 0xFF }
        let blank = [UInt8](repeating: 0xFF, count: blockBytes)
        for number in 0..<(pages / 64) {
            // Spread, so that no two neighbours are alike in the file system's eyes.
            let isErased = number * 37 % 100 < erasedBlocksPercent
            for i in 0..<8 { block[i] = UInt8(truncatingIfNeeded: number >> (8 * i)) }
            let done = (isErased ? blank : block).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard done == blockBytes else { throw Failure("cannot write \(path)") }
        }
    }

    /// Writes `pages` pages of data without OOB; no two are alike.
    static func writeData(_ path: String, pages: Int) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw Failure("cannot create \(path)") }
        defer { close(file) }
        var state: UInt64 = 42
        var block = [UInt64](repeating: 0, count: page * 64 / 8)
        for _ in 0..<(pages / 64) {
            for i in block.indices {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                block[i] = state
            }
            let done = block.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard done == page * 64 else { throw Failure("cannot write \(path)") }
        }
    }

    /// Flips a bit of the data in one step of 512 bytes in forty.
    static func flipBits(_ path: String, pages: Int) throws {
        let file = open(path, O_RDWR)
        guard file >= 0 else { throw Failure("cannot open \(path)") }
        defer { close(file) }
        var state: UInt64 = 7
        for step in stride(from: 0, to: pages * 4, by: 40) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let own = step + Int(state >> 60)
            let at = own / 4 * (page + oob) + own % 4 * 512 + Int(state >> 33 & 511)
            var byte: UInt8 = 0
            guard pread(file, &byte, 1, off_t(at)) == 1 else { continue }
            byte ^= 1 << UInt8(state >> 50 & 7)
            guard pwrite(file, &byte, 1, off_t(at)) == 1 else { throw Failure("cannot write \(path)") }
        }
    }

    /// A file of `bytes` bytes of which nothing is stored.
    static func writeSparse(_ path: String, bytes: Int) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0, ftruncate(file, off_t(bytes)) == 0 else { throw Failure("cannot create \(path)") }
        close(file)
    }

    /// Length and occupied bytes of a file.
    static func size(_ path: String) throws -> (length: Int, occupied: Int) {
        var info = stat()
        guard stat(path, &info) == 0 else { throw Failure("cannot find \(path)") }
        return (Int(info.st_size), Int(info.st_blocks) * 512)
    }
}
