// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation

/// Files under `fixtures/`, and the shared corpus where there is one.
public enum Fixture {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures")

    /// The bytes of a fixture; a `.gz` is expanded.
    public static func bytes(_ name: String) throws -> [UInt8] {
        let file = folder.appendingPathComponent(name)
        guard name.hasSuffix(".gz") else { return try [UInt8](Data(contentsOf: file)) }
        return try output(of: ["gzip", "-dc", file.path])
    }

    /// The folder that `MUSEIMG_CORPUS` names; nil, with a word about it, where it names none.
    public static func sharedFolder() -> String? {
        guard let shared = ProcessInfo.processInfo.environment["MUSEIMG_CORPUS"], !shared.isEmpty else {
            print("skipped: MUSEIMG_CORPUS is not set")
            return nil
        }
        return shared
    }

    /// The folder `corpus` of the one that `MUSEIMG_CORPUS` names; nil, with a word about it, where there is none.
    public static func corpusFolder() -> String? { sharedFolder().map { "\($0)/corpus" } }

    /// A file of the corpus, expanded; nil where there is no corpus.
    public static func corpus(_ name: String) throws -> [UInt8]? {
        guard let corpus = corpusFolder() else { return nil }
        return try output(of: ["zstd", "-dcq", "--long=27", "\(corpus)/\(name)"])
    }

    /// What a command prints; one that fails is an error.
    public static func output(of command: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailed(command: command) }
        return [UInt8](bytes)
    }

    private struct CommandFailed: Error { let command: [String] }
}
