// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Mounts

/// `museimg umount`: ends live mounts.
struct UmountCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "umount",
        abstract: "End a mount; write the changed image where --save asked for it.",
        discussion: """
            A mount in use stays, and the exit status is 75. Where the changed image cannot
            be written, the mount stays as well, with all its changes.

            EXAMPLES
              museimg umount mtd4
              museimg umount /mnt
              museimg umount dump.bin
              museimg umount --all
            """)

    @Argument(help: ArgumentHelp("mtd4, /dev/mtd4, the directory, or the image.", valueName: "mount"))
    var mounts: [String] = []

    @Flag(help: "End all live mounts.")
    var all = false

    @Flag(help: "End it although it is in use: its users get errors.")
    var force = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard all != !mounts.isEmpty else { throw ValidationError("name a mount, or give --all") }
    }

    func run(_ console: Console) throws -> ExitStatus {
        let folder = try RunFolder.standard()
        let records = all ? folder.records() : try mounts.map { try folder.record(for: $0) }
        var worst = ExitStatus.done
        for record in records {
            let reply = try folder.ask(record, ControlRequest(.umount, force: force))
            let text = reply.message.isEmpty ? "\(record.place): unmounted" : reply.message
            switch reply.status {
            case .done: console.note(text)
            case .losses:
                console.warnAlways(text)
                worst = .losses
            case .busy:
                console.fail(text, hint: "end what uses it first; --force takes it away all the same")
                worst = .busy
            case .failed:
                console.fail(text, hint: "make room, or give up the changes by ending process \(record.pid)")
                worst = .failed
            }
        }
        return worst
    }
}
