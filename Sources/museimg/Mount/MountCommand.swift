// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit
import Mounts

/// `museimg mount`: an image as a real MTD, or as files.
struct MountCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "mount",
        abstract: "Show an image to Linux as a flash device, with its ECC, OOB and bad blocks.",
        discussion: """
            Without DIR the image becomes an MTD, which takes root and the MUSE driver;
            with DIR, files below it. The image itself is never written: changes live in
            memory and go at the end, unless --save writes them to a new image or --store
            keeps them, each before it is acknowledged. Files in a folder are read-only
            unless --volatile, --save or --store is given. The command returns when all is
            there; `museimg umount` takes it away again.

            --store makes the store over IMAGE where there is none; where there is one,
            IMAGE may be left out. Going back and looking into it is `museimg store`'s.

            --run works captive: CMD runs by /bin/sh with $mtd (/dev/mtd4) or $dir set,
            and the mount ends with it. The exit status is then CMD's.

            EXAMPLES
              museimg mount dump.bin
              museimg mount dump.bin --run 'mtdinfo $mtd'
              museimg mount dump.bin --save changed.bin
              museimg mount dump.bin --store chip.muse
              museimg mount dump.bin --parts '256k(boot)ro,-(ubi)'
              museimg mount dump.bin /mnt
            """)

    @Argument(
        help: ArgumentHelp(
            "PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH; not needed with a store that is there.",
            valueName: "image"), completion: .file())
    var image: String?

    @Argument(help: ArgumentHelp("Where the files appear; without it, an MTD.", valueName: "dir"))
    var folder: String?

    @OptionGroup var opening: OpenOptions

    @Option(name: .customLong("as"), help: ArgumentHelp("What it becomes: mtd or fuse.", valueName: "what"))
    var kind: Kind?

    @Flag(exclusivity: .exclusive, help: "Keep changes in memory and drop them at the end, or refuse them.")
    var changes: Changes?

    @Option(
        help: ArgumentHelp("Keep changes in this store, made if it is not there.", valueName: "file"),
        completion: .file())
    var store: String?

    @Option(help: ArgumentHelp("At the end, write the changed image here, in its own format.", valueName: "out"))
    var save: String?

    @Flag(help: "Let --save replace a file.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Partitions as the kernel's mtdparts= has them, or auto: what an environment, device tree, command line or RedBoot directory in the dump says.",
            valueName: "spec"))
    var parts: String?

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp(
            "Put a filter between the chip and its ECC: faults,... or nandsim,... (see `museimg faults`). May be repeated; the first is nearest to the chip.",
            valueName: "filter"))
    var filters: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write every operation on the chip, reads too, into this new trace (see `museimg trace`).",
            valueName: "file"),
        completion: .file())
    var record: String?

    @Option(help: ArgumentHelp("Name of the MTD (default: the image's file name).", valueName: "name"))
    var name: String?

    @Option(name: .customLong("run"), help: ArgumentHelp("Run this, and end the mount with it.", valueName: "cmd"))
    var command: String?

    @Flag(help: "Stay in the foreground; messages go to standard error.")
    var foreground = false

    @Option(help: ArgumentHelp("Append messages to this file (default: syslog).", valueName: "file"))
    var log: String?

    @Flag(help: "Refuse what the chip forbids: too many programs of a page, pages out of order.")
    var strict = false

    @Flag(help: "Take the chip for MLC NAND: a page is programmed once, in ascending order.")
    var mlc = false

    @Option(
        help: ArgumentHelp(
            "Parts in which a page may be programmed: 1, 2 or 4 (default: as UBI in the image shows, else as the layout allows).",
            valueName: "n"))
    var subpages: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    enum Kind: String, ExpressibleByArgument, CaseIterable { case mtd, fuse }
    enum Changes: String, EnumerableFlag { case volatile, readOnly }

    func validate() throws {
        guard [nil, 1, 2, 4].contains(subpages) else { throw ValidationError("--subpages \(subpages ?? 0): 1, 2 or 4") }
        guard image != nil || store != nil else { throw ValidationError("missing expected argument '<image>'") }
        guard store == nil || changes == nil else {
            throw ValidationError(
                "--store and \(changes == .volatile ? "--volatile" : "--read-only") exclude each other")
        }
        guard kind != .fuse || directory != nil else { throw ValidationError("--as fuse needs a DIR") }
        guard kind != .mtd || directory == nil else { throw ValidationError("--as mtd takes no DIR") }
        guard save == nil || changes != .readOnly else {
            throw ValidationError("--save and --read-only exclude each other: nothing changes")
        }
        guard save != "-" else { throw ValidationError("--save writes a file, not standard output") }
    }

    /// With a store, a lone directory is where the files appear.
    private var leavesImageOut: Bool {
        store != nil && folder == nil && image.flatMap { FileStatus(path: $0)?.kind } == .directory
    }

    var directory: String? { leavesImageOut ? image : folder }

    /// What is to be shown, and where changes of it go.
    func open(_ console: Console) throws -> ChipSource {
        let image = leavesImageOut ? nil : image
        if let store { return try ChipSource(store: store, over: image, opening, console) }
        guard let image else { throw UsageError("no image is given") }
        return ChipSource(try opening.open(image, console))
    }

    func run(_ console: Console) throws -> ExitStatus {
        guard !foreground, command == nil else { return try serve(console, isDaemon: false) }
        switch try Daemon.split(onSignal: Interruption.check) {
        case .second: return try serve(console, isDaemon: true)
        case .ready: return .done
        case .ended(let status): return .of(status)
        }
    }

    private func serve(_ console: Console, isDaemon: Bool) throws -> ExitStatus {
        let plan = try MountPlan(self, console)
        let record: MountRecord
        do { record = try plan.session.begin() } catch {
            plan.trace?.discard()
            throw error
        }
        do {
            try tell(MountAnswer(record), console)
            if isDaemon {
                try console.finish()
                plan.log.move(to: plan.target)
                Daemon.isReady()
            }
        } catch is Interrupted {
            // The session has yet to notice the signal, and ends on it as at any later moment.
        } catch {
            plan.session.abandon()
            throw error
        }
        if let command { return try runCaptive(command, plan, record) }
        return try plan.session.serve() == .losses ? .losses : .done
    }

    private func tell(_ answer: MountAnswer, _ console: Console) throws {
        if command == nil || console.options.json || console.options.verbose { try answer.tell(console) }
        console.output.flush()
        try console.output.check()
    }

    private func runCaptive(_ command: String, _ plan: MountPlan, _ record: MountRecord) throws -> ExitStatus {
        let child = try Child(
            shell: command,
            variables: record.kind == .mtd ? ["mtd": "/dev/\(record.place)"] : ["dir": record.place])
        var status: Int32?
        let end = try plan.session.serve {
            status = child.poll()
            return status == nil
        }
        if status == nil {
            // The mount went before its command did.
            child.terminate()
        }
        let own = status ?? 1
        return own == 0 && end == .losses ? .losses : .of(own)
    }
}
