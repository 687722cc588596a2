// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
import Foundation

/// What tests of formats need: files of the project, formats fed from memory.
public enum FormatTesting {
    /// The bytes of a fixture, from the folder `fixtures`; `.gz` ones are expanded.
    public static func fixture(_ name: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("fixtures").appendingPathComponent(name)
        guard name.hasSuffix(".bin.gz") else { return Array(try Data(contentsOf: file)) }
        return try run("/usr/bin/gzip", ["-dc", file.path])
    }

    /// What a command prints.
    public static func run(_ path: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(output)
    }

    /// Opens bytes in memory as `format`.
    ///
    /// - Parameters:
    ///   - options: as in `order=at-end,bad=3`.
    ///   - companion: the second file, whatever it is called.
    public static func open(
        _ bytes: [UInt8], as format: any ImageFormat, _ options: String = "", geometry: String? = nil,
        companion: [UInt8] = []
    ) throws -> any RawImage {
        let spec = FormatSpec(parsing: "\(format.info.name),\(options)")
        let input = FormatInput(
            source: MemorySource(bytes), options: OptionReader(spec),
            geometry: try geometry.map { try GeometrySpec(parsing: $0) },
            openCompanion: { _ in MemorySource(companion) })
        try input.options.checkKeys(format.info)
        return try format.open(input)
    }

    /// Writes all of `source` as `format`, without the account of a conversion; missing pages are left out.
    ///
    /// - Returns: the main file, and the second one where there is one.
    public static func write(
        _ source: any PageSource, as format: any ImageFormat, _ options: String = "", chipOOBSize: Int = 0
    ) throws -> (main: [UInt8], companion: [UInt8]) {
        let main = MemorySink()
        let second = MemorySink()
        let spec = FormatSpec(parsing: "\(format.info.name),\(options)")
        let output = FormatOutput(
            geometry: source.geometry, chipOOBSize: chipOOBSize, options: OptionReader(spec), sink: main,
            makeCompanion: { _ in second })
        let writer = try format.makeWriter(output)
        var walker = try PageWalker(source)
        while let run = try walker.step() {
            if run.state == .missing, !writer.traits.expressesMissing { continue }
            try writer.write(run)
        }
        try writer.finish()
        return (main.bytes, second.bytes)
    }
}
