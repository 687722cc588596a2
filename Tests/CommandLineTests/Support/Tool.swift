// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// A folder for one test, gone with it.
final class Workspace {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("museimg-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// Names of what is there, sorted.
    func listing() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}

/// The built program, run as a person runs it.
struct Tool {
    let workspace: Workspace
    var environment: [String: String] = [:]

    /// What a run left behind.
    struct Result {
        var status: Int32
        var output: [UInt8]
        var errors: String
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// Where the products of this build lie: beside the test bundle.
    static let products: URL = URL(
        fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    ).deletingLastPathComponent()

    static var executable: URL { products.appendingPathComponent("museimg") }

    @discardableResult
    func callAsFunction(_ arguments: String..., input: [UInt8] = []) throws -> Result {
        try run(arguments, input: input)
    }

    func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
        try run(Tool.executable, arguments, input: input)
    }

    /// Runs a line of shell in the workspace, with the program as `$museimg`.
    func shell(_ line: String) throws -> Result {
        try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line], input: [])
    }

    /// Begins a run, to be waited for.
    func start(_ executable: URL, _ arguments: [String], input: Any, output: Any, errors: Any) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = workspace.folder
        var variables = ProcessInfo.processInfo.environment
        variables["TERM"] = "xterm"
        variables["COLUMNS"] = "80"
        variables["NO_COLOR"] = nil
        variables["museimg"] = Tool.executable.path
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return process
    }

    private func run(_ executable: URL, _ arguments: [String], input: [UInt8]) throws -> Result {
        // Files, not pipes: nothing can block.
        let streams = try Workspace()
        for name in ["out", "err"] { try streams.write(name, []) }
        try streams.write("in", input)
        func handle(_ name: String, writing: Bool) throws -> FileHandle {
            let url = streams.folder.appendingPathComponent(name)
            return writing ? try FileHandle(forWritingTo: url) : try FileHandle(forReadingFrom: url)
        }
        let process = try start(
            executable, arguments, input: try handle("in", writing: false), output: try handle("out", writing: true),
            errors: try handle("err", writing: true))
        try process.wait(seconds: 60)
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try streams.read("out"), errors: String(decoding: try streams.read("err"), as: UTF8.self))
    }
}

extension Process {
    /// Waits for the end, and kills what does not end in time.
    func wait(seconds: Double) throws {
        let deadline = Date.now + seconds
        while isRunning {
            guard Date.now < deadline else {
                kill(processIdentifier, SIGKILL)
                throw TimedOut()
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    struct TimedOut: Error {}
}
