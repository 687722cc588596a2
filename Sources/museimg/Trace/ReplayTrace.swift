// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Emulation
import Flash
import FormatKit
import FormatRegistry
import Mounts

/// `museimg trace replay T IMAGE`
struct ReplayTrace: Command {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Do what a trace says again, on an image in the state in which it began.",
        discussion: """
            The image is not written: --store keeps what is done, --save writes the changed
            image, and without either it is dropped. --verify does the reads too, and compares
            each page that was read and how each operation ended: exit status 1 when something
            differs. With the same filter and seed as when it was recorded, nothing does.

            EXAMPLES
              museimg trace replay chip.trace dump.bin --verify
              museimg trace replay chip.trace dump.bin --until 100 --save changed.bin
              museimg trace replay chip.trace dump.bin --store chip.muse
              museimg trace replay chip.trace dump.bin --with faults,seed=1,eio=1%,on=program
            """)

    @Argument(help: ArgumentHelp("The trace's file.", valueName: "trace"), completion: .file())
    var trace: String

    @Argument(
        help: ArgumentHelp("PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "image"),
        completion: .file())
    var image: String

    @OptionGroup var opening: OpenOptions

    @Option(help: ArgumentHelp("End after this operation.", valueName: "number"))
    var until: Int?

    @Flag(help: "Read what was read, and compare.")
    var verify = false

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp(
            "Put a filter before the chip: faults,... or nandsim,... (see `museimg faults`). May be repeated.",
            valueName: "filter"))
    var filters: [String] = []

    @Option(
        help: ArgumentHelp("Keep what is done in this store, made if it is not there.", valueName: "file"),
        completion: .file())
    var store: String?

    @Option(help: ArgumentHelp("Write the changed image here, in its own format.", valueName: "out"))
    var save: String?

    @Flag(help: "Let --save replace a file.")
    var force = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard until ?? 0 >= 0 else { throw ValidationError("--until \(until ?? 0): 0 or more") }
        guard save != "-" else { throw ValidationError("--save writes a file, not standard output") }
    }

    func run(_ console: Console) throws -> ExitStatus {
        console.subject = trace
        let file = try FileOpening.source(path: trace)
        let recorded = try TraceFile(file)
        console.subject = image
        let source =
            try store.map { try ChipSource(store: $0, over: image, opening, console) }
            ?? ChipSource(try opening.open(image, console))
        let plans = try ChipFilters.Plans(filters, console)
        let told = FaultTeller(console, source.chip.geometry)
        let chip = try ChipFilters(plans, around: source) { event in
            told.tell(event)
            source.journal?.tell(event)
        }
        let saver = try save.map {
            try ImageSaver(
                source.chip, of: source.subject.image, path: $0, registry: museimgFormats, overwrites: force)
        }
        let replay = try Replay(recorded, on: chip.chip, reads: verify || !plans.isEmpty)
        let answer = ReplayAnswer(recorded, trace, image, isVerified: verify, console)
        try answer.begin()
        let meter = try console.beginProgress("replay", total: file.size)
        let result = try replay.run(until: until ?? .max) { operation in
            meter.update(operation.fileOffset)
            try console.output.check()
        } onDifference: { operation, difference in
            // Contents are compared only where that was asked for.
            if verify { try answer.tell(operation, difference) }
        }
        try source.journal?.close()
        if let until, result.last < until {
            console.warn("\(trace): ends with operation \(result.last), before \(until)")
        }
        if let tail = result.tail { console.warn("\(trace): \(tail.words)") }
        let saved = try saver?.save()
        if let saved { console.note(saved.line) }
        try answer.end(result)
        if verify, result.differences > 0 { return .no }
        return saved?.hasLosses == true ? .losses : .done
    }
}
