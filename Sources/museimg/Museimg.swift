// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// The root of the tree of commands.
struct Museimg: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "museimg",
        abstract: "qemu-img for raw flash: look into dumps of NAND and NOR chips and convert them.",
        discussion: """
            IMAGE is PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH, as in
            raw-oob,order=at-end:dump.bin; `museimg formats` lists the formats and their options,
            `museimg layouts` the page layouts.

            EXIT CODES
              0  done; yes; equal          64  usage
              1  done; the answer is no    69  this machine lacks a driver, a device or a right
              2  failed                    75  in use
              3  finished with losses      70  a bug in museimg
                                          130, 143  stopped by a signal

            EXAMPLES
              museimg info dump.bin
              museimg map dump.bin
              museimg compare before.bin after.bin
              museimg hexdump dump.bin block:3
            """,
        version: version,
        subcommands: [
            InfoCommand.self, IdentifyCommand.self, ConvertCommand.self, MapCommand.self, HexdumpCommand.self,
            CheckCommand.self, CompareCommand.self, MountCommand.self, UmountCommand.self, StatusCommand.self,
            StoreCommand.self, TraceCommand.self, FormatsCommand.self, LayoutsCommand.self, FaultsCommand.self,
        ])

    static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// Nothing to do without a command.
    func run() throws { throw CleanExit.helpRequest(self) }
}

/// One verb of the command line.
protocol Command: ParsableCommand {
    var global: GlobalOptions { get }

    /// Does it, and says how it went.
    func run(_ console: Console) throws -> ExitStatus
}

extension Command {
    /// Only ``Program`` runs commands: it makes the console.
    func run() throws { throw ExitCode(ExitStatus.bug.code) }
}
