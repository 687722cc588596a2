// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// StoreHammer STORE GEOMETRY SEED SKIP0 SKIP1
//
// Two threads do what StoreLoad says to a store over erased flash, each from its operation SKIP on, and never end. After
// each sync one line on standard output: the thread and how many of its operations are durable.

import BlockStore
import Flash
import StoreLoad
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

let words = CommandLine.arguments
guard words.count == 6, let seed = UInt64(words[3]), let skips = [Int(words[4]), Int(words[5])] as? [Int] else {
    exit(64)
}
let spec = try GeometrySpec(parsing: words[2])
let geometry = try spec.geometry(blockCount: spec.blockCount ?? 2)
let store = try JournaledStore(
    DiskJournalFile(path: words[1]), base: BlankSource(geometry: geometry), marker: nil,
    interval: CheckpointInterval(records: 200))

/// Works until the process ends.
nonisolated func work(_ store: JournaledStore, _ geometry: Geometry, seed: UInt64, lane: Int, skip: Int) {
    var load = StoreLoad(geometry, seed: seed, lane: lane, of: 2)
    for _ in 0..<skip { _ = load.next() }
    var done = skip
    do {
        while true {
            for _ in 0..<(3 + done % 11) {
                try StoreLoad.apply(load.next(), to: store)
                done += 1
            }
            try store.sync()
            let line = Array("\(lane) \(done)\n".utf8)
            _ = write(1, line, line.count)
        }
    } catch {
        let line = Array("\(error)\n".utf8)
        _ = write(2, line, line.count)
        exit(2)
    }
}

final class Job: Sendable {
    let store: JournaledStore
    let geometry: Geometry
    let seed: UInt64
    let lane: Int
    let skip: Int
    init(_ store: JournaledStore, _ geometry: Geometry, seed: UInt64, lane: Int, skip: Int) {
        (self.store, self.geometry, self.seed, self.lane, self.skip) = (store, geometry, seed, lane, skip)
    }
}

var thread = pthread_t()
let other = Unmanaged.passRetained(Job(store, geometry, seed: seed, lane: 1, skip: skips[1]))
pthread_create(&thread, nil, startJob, other.toOpaque())
work(store, geometry, seed: seed, lane: 0, skip: skips[0])
