// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Flag(name: .long, help: "Answer in JSON; the schemas are in docs/json-schema.")
    var json = false

    @Flag(name: [.short, .long], help: "Say nothing but answers and errors.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say how the image was opened, and why so.")
    var verbose = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.", valueName: "when"))
    var progress = ProgressMode.auto

    @Option(name: .long, help: ArgumentHelp("When to use colours: auto, never or always.", valueName: "when"))
    var color = ColorMode.auto

    func validate() throws {
        if quiet && verbose { throw ValidationError("-q and -v exclude each other") }
    }
}

/// When to use colours.
enum ColorMode: String, ExpressibleByArgument, CaseIterable {
    case auto, never, always
}

/// When and where to show progress.
enum ProgressMode: ExpressibleByArgument, Equatable, CustomStringConvertible {
    case auto, never, always
    /// JSON lines to this file descriptor.
    case descriptor(Int32)

    init?(argument: String) {
        switch argument {
        case "auto": self = .auto
        case "never": self = .never
        case "always": self = .always
        default:
            guard argument.hasPrefix("fd:"), let number = Int32(argument.dropFirst(3)), number >= 0 else { return nil }
            self = .descriptor(number)
        }
    }

    var description: String {
        switch self {
        case .auto: "auto"
        case .never: "never"
        case .always: "always"
        case .descriptor(let number): "fd:\(number)"
        }
    }

    var defaultValueDescription: String { description }
    static var defaultCompletionKind: CompletionKind { .list(["auto", "never", "always"]) }
}
