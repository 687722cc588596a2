// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import BlockStore
import CSQLite
import Flash
import Glibc

/// The same pages into three kinds of file.
struct Appending {
    let work: String
    let count: Int
    /// Pages between two syncs; 0 for none.
    let every: Int
    /// Pages that the store is given at a time, as an MTD's client writes several in one request.
    var atOnce = 1

    private func isSync(_ i: Int) -> Bool { every > 0 && i % every == every - 1 }

    /// A page whose contents are not the last one's.
    private func fill(_ page: inout [UInt8], _ i: Int) {
        for byte in 0..<8 { page[byte] = UInt8(truncatingIfNeeded: i >> (8 * byte)) }
    }

    private static func firstPage() -> [UInt8] {
        var state: UInt64 = 42
        return (0..<2112).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    func plainFile() throws -> Double {
        let path = "\(work)/plain"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw Failure("cannot create \(path)") }
        defer {
            close(file)
            unlink(path)
        }
        var page = Self.firstPage()
        return try seconds {
            for i in 0..<count {
                fill(&page, i)
                guard write(file, page, page.count) == page.count else { throw Failure("cannot write \(path)") }
                if isSync(i) { fdatasync(file) }
            }
        }
    }

    func store() throws -> Double {
        let path = "\(work)/store"
        try Stores.create(path, over: "blank,geometry=2048+64x64x\((count + 63) / 64):")
        defer { unlink(path) }
        let store = try Stores.open(path)
        var pages = [UInt8](Array(repeating: Self.firstPage(), count: atOnce).joined())
        return try seconds {
            for i in stride(from: 0, to: count, by: atOnce) {
                fill(&pages, i)
                let range = PageRange(from: PageNumber(i), count: atOnce)
                try pages.withUnsafeBytes { try store.program(range, bits: $0) }
                if (i..<(i + atOnce)).contains(where: isSync) { try store.sync() }
            }
        }
    }

    /// Pages of 64 KiB, WAL, NORMAL, 64 MiB of cache, one user; a transaction ends after 1024 rows, and where a sync is.
    func database() throws -> Double {
        let path = "\(work)/sqlite"
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK else { throw Failure("cannot create \(path)") }
        defer {
            sqlite3_close(handle)
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        }
        func run(_ text: String) throws {
            guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else { throw Failure("SQLite: \(text)") }
        }
        for pragma in [
            "page_size=65536", "journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536", "locking_mode=EXCLUSIVE",
        ] { try run("PRAGMA \(pragma)") }
        try run("CREATE TABLE records(sequence INTEGER PRIMARY KEY, page INTEGER, bits BLOB)")
        var statement: OpaquePointer?
        sqlite3_prepare_v2(handle, "INSERT INTO records(page, bits) VALUES(?, ?)", -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        var page = Self.firstPage()
        return try seconds {
            try run("BEGIN")
            for i in 0..<count {
                fill(&page, i)
                sqlite3_bind_int64(statement, 1, Int64(i))
                let done = page.withUnsafeBytes { bytes in
                    sqlite3_bind_blob(statement, 2, bytes.baseAddress, Int32(bytes.count), nil)
                    return sqlite3_step(statement)
                }
                guard done == SQLITE_DONE else { throw Failure("SQLite: insert") }
                sqlite3_reset(statement)
                guard i % 1024 == 1023 || isSync(i) else { continue }
                try run("COMMIT")
                // NORMAL syncs when it moves the WAL into the database.
                if isSync(i) { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
                try run("BEGIN")
            }
            try run("COMMIT")
        }
    }
}
