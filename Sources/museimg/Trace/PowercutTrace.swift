// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Emulation
import Flash
import FormatKit
import FormatRegistry

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `museimg trace powercut S --check CMD`
struct PowercutTrace: Command {
    static let configuration = CommandConfiguration(
        commandName: "powercut",
        abstract: "Cut the power after chosen records of a store, and let a command judge each state.",
        discussion: """
            A cut is a point (the number of the last record that was done) and a tear (what
            became of the operation in flight). CMD runs by /bin/sh for each; exit status 0
            is good. It has $image (a small store over S, or with -O a file in that format),
            $mtd or $dir with --as mtd or fuse, $point and $tear; with --manifest $promised
            and $absent. Small stores open like any image, and need S.

            --at takes a number or a mark, A..B, every:N, random:N, syncs, inside, all;
            --tear none, page, half, random: how much of the operation in flight was done.
            Exit status 1: CMD failed at some point. docs/power-cuts.md tells more.

            EXAMPLES
              museimg trace powercut chip.muse --check 'museimg info -q $image'
              museimg trace powercut chip.muse --tear none,page --at every:10 --seed 1 --check 'test -s $image'
              museimg trace powercut chip.muse --at syncs -O raw --keep-going --check 'test -s $image'
              museimg trace powercut chip.muse --at inside --keep-failing bad --check 'museimg info -q $image'
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: ArgumentHelp("Where power is cut (default: all); a list, or repeated.", valueName: "points"))
    var at: [String] = []

    @Option(
        help: ArgumentHelp(
            "What becomes of the operation in flight (default: none); a list, or repeated.", valueName: "tears"))
    var tear: [String] = []

    @Option(help: ArgumentHelp("Judges a state: 0 is good.", valueName: "cmd"))
    var check: String

    @Option(name: .customLong("as"), help: ArgumentHelp("How CMD gets it: file, mtd or fuse.", valueName: "what"))
    var kind = PowercutKind.file

    @Option(
        name: [.customShort("O"), .long],
        help: ArgumentHelp("With --as file: $image is a file in this format.", valueName: "format"),
        completion: .list(museimgFormats.formats.filter(\.info.canWrite).map(\.info.name)))
    var outputFormat: String?

    @Option(
        help: ArgumentHelp("What was promised to be durable before which record.", valueName: "file"),
        completion: .file())
    var manifest: String?

    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp("How many run at a time (default: the processors).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Seconds after which CMD is ended, and has failed.", valueName: "seconds"))
    var timeout = 60.0

    @Flag(help: "Go on after a failure.")
    var keepGoing = false

    @Option(help: ArgumentHelp("Keep states at which CMD fails in this folder.", valueName: "dir"))
    var keepFailing: String?

    @Option(help: ArgumentHelp("What chance comes from (default: drawn, and told).", valueName: "n"))
    var seed: UInt64?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard jobs.map({ (1...1024).contains($0) }) ?? true else { throw ValidationError("-j \(jobs ?? 0): 1 to 1024") }
        guard timeout > 0, timeout <= 1e6 else { throw ValidationError("--timeout \(timeout): seconds, more than 0") }
        guard outputFormat == nil || kind == .file else { throw ValidationError("-O goes with --as file") }
        guard !check.isEmpty else { throw ValidationError("--check: the command is empty") }
    }

    func run(_ console: Console) throws -> ExitStatus {
        let selection = try PowerCutSelection(points: at, tears: tear)
        if let outputFormat { _ = try ImageSpec.chain(parsing: outputFormat, registry: museimgFormats) }
        try kind.checkMachine()
        let promises = try manifest.map { try PowerCutManifest(path: $0) }
        let cursor = try StoreCursor(options.place.image(options.store, console))
        let seed = seed ?? (selection.usesChance ? UInt64.random(in: 0..<1 << 32) : 0)
        let cuts = try selection.cuts(of: cursor, seed: seed)
        let geometry = cursor.geometry
        let keeper = try keepFailing.map { try PowercutKeeper(folder: $0, store: cursor.path) }
        Interruption.watch(isPatient: true)
        let folder = try PowercutFolder()
        defer { folder.remove() }
        let judge = PowercutJudge(
            command: check, kind: kind, format: outputFormat, timeout: .seconds(timeout), folder: folder,
            promises: promises)
        let table = PowercutTable(console, geometry, cuts)
        try table.begin(
            PowercutHeader(
                store: options.store, kind, check, cuts, selection.usesChance || self.seed != nil ? seed : nil))
        let explorer = PowerCutExplorer<PowercutOutcome>(
            PowerCutStates(cursor, seed: seed), cuts: cuts, stopsAtFailure: !keepGoing, isFailure: \.isFailure,
            look: judge.look)
        let progress = try console.beginProgress("powercut", total: cuts.count, measure: { "\($0)" })
        try explorer.run(jobs: jobs ?? Self.processors) { run in
            var kept: PowercutKeeper.Kept?
            if run.outcome.isFailure { kept = try keeper?.keep(run.cut, run.branch, judge) }
            progress.erase()
            try table.add(run.cut, run.outcome, kept)
            progress.update(table.count)
        }
        progress.end()
        table.end()
        return table.failed > 0 ? .no : .done
    }

    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
