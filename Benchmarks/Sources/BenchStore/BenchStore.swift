// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BenchKit
import BlockStore
import Flash
import Glibc

/// Measures stores against plain files and SQLite in the same minutes.
@main
struct BenchStore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure stores against plain files and SQLite, by turns; medians of ratios (above 1 is faster).")

    @Option(help: "Pages that are appended in each round.")
    var pages = 65536

    @Option(help: "Records of the store that is read and opened.")
    var records = 1_000_000

    @Option(help: "Rounds that count.")
    var rounds = 5

    @Option(help: "Power cuts of that store.")
    var cuts = 2000

    @Option(help: "The museimg that cuts.")
    var museimg = "../.build/release/museimg"

    @Argument(help: "A folder on a disk.")
    var folder = "."

    func run() throws {
        let work = "\(folder)/museimg-bench-\(getpid())"
        guard mkdir(work, 0o700) == 0 else { throw Failure("cannot create \(work)") }
        defer { removeAll(work) }
        for (name, every) in [("no sync", 0), ("sync every 2 MiB", 993), ("sync every 64 pages", 64)] {
            try append(name, every: every, in: work)
        }
        try append("16 pages at a time, no sync", every: 0, atOnce: 16, in: work)
        try read(in: work)
    }

    /// One page after another into an empty store, a plain file, and a database.
    private func append(_ name: String, every: Int, atOnce: Int = 1, in work: String) throws {
        var (plain, sqlite, speeds): ([Double], [Double], [Double]) = ([], [], [])
        // A few thousand syncs are enough.
        let count = every == 64 ? pages / 4 : pages
        for round in 0...rounds {
            let files = Appending(work: work, count: count, every: every, atOnce: atOnce)
            let theirs = try files.plainFile()
            let ours = try files.store()
            let database = try files.database()
            guard round > 0 else { continue }
            plain.append(theirs / ours)
            sqlite.append(database / ours)
            speeds.append(Double(count * 2112) / ours / 1e6)
        }
        print(
            pad("program, \(name)", 30), "x plain file \(twoDigits(median(plain))) goal 0.70",
            " x SQLite \(twoDigits(median(sqlite))) goal 2.00", " \(Int(median(speeds))) MB/s")
    }

    private func read(in work: String) throws {
        let long = try LongStore(work: work, records: records)
        print(
            pad("size, \(records) records", 30),
            "x payload \(threeDigits(Double(long.size) / Double(long.payload))) goal 1.020")
        var (all, single): ([Double], [Double]) = ([], [])
        for round in 0...rounds {
            let ratios = try (long.walk(), long.pick())
            guard round > 0 else { continue }
            all.append(ratios.0)
            single.append(ratios.1)
        }
        print(pad("read all pages", 30), "x base \(twoDigits(median(all))) goal 0.80")
        print(pad("read single pages", 30), "x base \(twoDigits(median(single)))")
        for (name, body) in [
            ("open", long.openLast), ("open in the middle", long.openMiddle), ("rewind", long.rewind),
        ] {
            let times = try (0..<rounds).map { _ in try seconds(body) }
            print(pad(name, 30), "\(twoDigits(median(times))) s goal 1.00")
        }
        for tear in ["none", "page", "random"] {
            let rates = try (0..<rounds).map { _ in Double(cuts) / (try long.cut(cuts, tear: tear, museimg).wall) }
            print(pad("power cuts, tear \(tear)", 30), "\(Int(median(rates))) a second, goal 100")
        }
    }

    private func removeAll(_ folder: String) {
        for name in ["plain", "store", "sqlite", "sqlite-wal", "sqlite-shm", "dump", "long"] {
            unlink("\(folder)/\(name)")
        }
        rmdir(folder)
    }
}

/// Three digits behind the point.
func threeDigits(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let begin = ContinuousClock.now
    try body()
    let took = begin.duration(to: .now)
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
}
