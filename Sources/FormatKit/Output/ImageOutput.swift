// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// The files that a conversion writes: all of them appear together at the end, or none does.
public final class ImageOutput {
    /// From the outside in; the last is the image's own format.
    public let chain: [FormatSpec]
    public let writer: any ImageWriter
    private let files: Files
    private let mainSink: any ByteSink

    /// The main file and those that the format's options name.
    private final class Files {
        var all: [OutputFile] = []
        let overwrite: Bool
        let discards: Bool

        init(overwrite: Bool, discards: Bool) {
            self.overwrite = overwrite
            self.discards = discards
        }

        func open(_ path: String) throws -> any ByteSink {
            guard !discards else { return DiscardingSink() }
            guard !all.contains(where: { $0.path == path }) else {
                throw UsageError("\(path): cannot be two outputs at once")
            }
            let file = try OutputFile(path: path, overwrite: overwrite)
            all.append(file)
            return file.sink
        }
    }

    /// Opens the files and begins to write.
    ///
    /// - Parameters:
    ///   - path: `-` for standard output.
    ///   - geometry: as ``FormatOutput/geometry``.
    ///   - chipOOBSize: as ``FormatOutput/chipOOBSize``.
    ///   - overwrite: whether files that are there may be replaced.
    ///   - discards: no file is opened; bytes are only counted.
    /// - Throws: ``UsageError``, ``IOFailure``; then nothing is left behind.
    public init(
        path: String, chain: [FormatSpec], registry: FormatRegistry, geometry: Geometry, chipOOBSize: Int,
        overwrite: Bool, discards: Bool = false
    ) throws {
        self.chain = chain
        let files = Files(overwrite: overwrite, discards: discards)
        self.files = files
        guard let last = chain.last else { throw UsageError("\(path): no output format") }
        guard let format = try registry.require(last.name) as? any ImageFormat, format.info.canWrite else {
            throw UsageError(
                "format '\(last.name)' cannot be written as an image",
                hint: "put an image format behind it, as in -O \(last.name):raw")
        }
        let options = OptionReader(last)
        try options.checkKeys(format.info)
        var sink = try files.open(path)
        mainSink = sink
        var names = ImageOutput.innerNames(path, depth: chain.count)
        for spec in chain.dropLast() {
            guard let wrapper = try registry.require(spec.name) as? any WrapperFormat, wrapper.info.canWrite else {
                throw UsageError("format '\(spec.name)' is no wrapper: it cannot stand before another")
            }
            try OptionReader(spec).checkKeys(wrapper.info)
            sink = try wrapper.makeSink(around: sink, options: OptionReader(spec), name: names.removeFirst())
        }
        writer = try format.makeWriter(
            FormatOutput(
                geometry: geometry, chipOOBSize: chipOOBSize, options: options, sink: sink,
                makeCompanion: { try files.open($0) }))
    }

    /// Syncs the files and puts them in their places. The writer has to be finished.
    ///
    /// - Throws: ``IOFailure``, ``Interrupted``.
    public func commit() throws {
        for file in files.all { try file.commit() }
    }

    /// Bytes written to the main file so far.
    public var bytesWritten: Int { mainSink.position }

    /// What the files inside `out.bin.gz` are called: each without one more extension.
    private static func innerNames(_ path: String, depth: Int) -> [String] {
        var name = path == "-" ? "image" : path.split(separator: "/").last.map(String.init) ?? "image"
        return (0..<depth).map { _ in
            if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
            return name
        }
    }
}
