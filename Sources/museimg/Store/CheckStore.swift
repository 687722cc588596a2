// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit

/// `museimg store check S`
struct CheckStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look at every record of a store, and at its base.",
        discussion: """
            Exit status 0: all is well; 1: bytes are not what was written, or the end is
            not whole; 2: the base is not there, or not the same. --verify compares all of
            the base with its SHA-256, not only samples of it.

            EXAMPLES
              museimg store check chip.muse
              museimg store check chip.muse --verify
            """)

    @OptionGroup var options: StoreOptions

    @Flag(help: "Compare all of the base with what it was.")
    var verify = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        console.subject = options.store
        let check = try StoreCheck(try FileOpening.source(path: options.store))
        let answer = CheckStoreAnswer(options.store, check, baseVerified: verify)
        if console.options.json { try console.printJSON(answer) } else { answer.lines.forEach { console.print($0) } }
        console.output.flush()
        guard check.damages.isEmpty else { return .no }
        var spec = options.place.spec("store:\(options.store)")
        if verify { spec.formats[spec.formats.count - 1].options.append(.init(key: "verify", value: "yes")) }
        _ = try BaseOptions.open(spec, nil)
        return check.tail == nil ? .done : .no
    }
}

/// `museimg.store-check/1`
struct CheckStoreAnswer: JSON.Answer {
    let schema = "museimg.store-check/1"
    let store: String
    let size: Int
    /// The number of the last good record.
    let lastRecord: Int
    let records: [Count]
    let damages: [Damage]
    /// Bytes at the end that are no whole record.
    let dropped: Int
    /// Whether all of the base was compared, not only samples.
    let baseVerified: Bool

    struct Count: Encodable {
        let kind: String
        let count: Int
    }

    struct Damage: Encodable {
        let fileOffset: Int
        let size: Int
        let firstRecord: Int
        let lastRecord: Int
    }

    init(_ store: String, _ check: StoreCheck, baseVerified: Bool) {
        self.store = store
        self.baseVerified = baseVerified
        size = check.size
        lastRecord = check.head
        records = check.counts.map { Count(kind: $0.key.word, count: $0.value) }.sorted { $0.kind < $1.kind }
        damages = check.damages.map {
            Damage(
                fileOffset: $0.offset, size: $0.size, firstRecord: $0.sequences.lowerBound,
                lastRecord: $0.sequences.upperBound)
        }
        dropped = check.tail?.size ?? 0
        tail = check.tail?.words
    }

    private let tail: String?

    private enum CodingKeys: CodingKey {
        case schema, store, size, lastRecord, records, damages, dropped, baseVerified
    }

    /// For people.
    var lines: [String] {
        var lines = records.map { "\(TextTable.pad($0.kind, 12))\($0.count)" }
        for damage in damages {
            let (first, last) = (damage.firstRecord, damage.lastRecord)
            let what = first == last ? "record \(first)" : "records \(first)..\(last)"
            lines.append("damaged     \(what) at file offset \(ByteCount.hex(damage.fileOffset)), \(damage.size) bytes")
        }
        if let tail { lines.append("end         \(tail)") }
        if damages.isEmpty, tail == nil { lines.append("all \(TextTable.count(count, "record")) are whole") }
        return lines
    }

    private var count: Int { records.reduce(0) { $0 + $1.count } }
}
