// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Flash
import FormatKit

/// One run of the program: from arguments to an exit status.
enum Program {
    static func run(_ arguments: [String]) -> ExitStatus {
        StandardStreams.guardDescriptors()
        Interruption.watch()
        var parsed: any ParsableCommand
        do {
            try checkCommandName(arguments)
            parsed = try Museimg.parseAsRoot(arguments)
        } catch {
            return answerParser(error, arguments)
        }
        guard let command = parsed as? any Command else {
            // argument-parser's own: help, and the root itself.
            do { try parsed.run() } catch { return answerParser(error, arguments) }
            return .done
        }
        let console = Console(command.global)
        do {
            let status = try command.run(console)
            try console.finish()
            return status
        } catch {
            console.abandon()
            // Stopped together with the other end of our pipe, we notice that first.
            do { try Interruption.check() } catch let stop { return console.report(stop) }
            return console.report(error)
        }
    }

    /// argument-parser lists what it cannot place; a mistyped command deserves better.
    private static func checkCommandName(_ arguments: [String]) throws {
        guard let first = arguments.first, !first.hasPrefix("-") else { return }
        let names = Museimg.commandNames
        guard !names.contains(first), first != "help" else { return }
        let guess = Spelling.nearest(to: first, in: names).map { " (did you mean '\($0)'?)" } ?? ""
        throw UsageError("unknown command '\(first)'\(guess)", hint: "`museimg --help` lists the commands")
    }

    /// Help and version are answers; the rest is an error in our own style.
    private static func answerParser(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        if error is UsageError { return Failure(error).report(to: .plain) }
        guard Museimg.exitCode(for: error).isSuccess else {
            return Failure(UsageError(style(Museimg.message(for: error)), hint: helpHint(arguments))).report(to: .plain)
        }
        let output = StandardOutput()
        do {
            let isUsage = arguments.isEmpty
            let text = Museimg.fullMessage(for: error) + "\n"
            if isUsage {
                Diagnostics.plain.write(text)
                return .usage
            }
            output.write(text)
            try output.finish()
            return .done
        } catch {
            return Failure(error).report(to: .plain)
        }
    }

    /// Lower case and no full stop, as all our messages.
    private static func style(_ message: String) -> String {
        let line = message.split(separator: "\n").joined(separator: " ")
        var text = line.hasSuffix(".") ? String(line.dropLast()) : line
        if let question = text.firstRange(of: ". Did you mean ") {
            text.replaceSubrange(question, with: " (did you mean ")
            text += ")"
        }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func helpHint(_ arguments: [String]) -> String {
        let name = arguments.first.flatMap { Museimg.commandNames.contains($0) ? " \($0)" : nil } ?? ""
        return "`museimg\(name) --help` explains it"
    }
}
