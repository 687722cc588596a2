// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Takes out of a wrapper what is in it, within bounds.
struct Expansion: Sendable {
    let wrapper: Wrapper
    let source: any ByteSource
    let limits: ExpansionLimits

    init(_ wrapper: Wrapper, _ source: any ByteSource, _ limits: ExpansionLimits) {
        self.wrapper = wrapper
        self.source = source
        self.limits = limits
    }

    /// The one file inside a compressed stream. It is called as the file itself, less the extension.
    func stream() -> WrappedPart {
        let name = expandedName
        return WrappedPart(name: name) {
            guard let stream = try begin() else { return ExpandedPart(MemorySource([], name: name)) }
            return try expand(stream, size: nil, name: name)
        }
    }

    private var expandedName: String {
        let name = MemberName.base(source.name)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        let ext = name[name.index(after: dot)...].lowercased()
        if let second = wrapper.doubleExtensions[ext] { return name[..<dot] + "." + second }
        return wrapper.extensions.contains(ext) ? String(name[..<dot]) : name
    }

    private func begin() throws -> (any ExpandedStream)? {
        guard case .library(let setup) = wrapper.reading, case .stream(let filter) = wrapper.content else {
            return try GzipReader(source)
        }
        let reader = try LibraryReader(wrapper, setup, source)
        return try reader.beginStream(filter: filter) ? reader : nil
    }

    /// Expands into a temporary file, up to the first damage.
    ///
    /// - Parameter size: what the header says, in bytes; nil when it says nothing.
    /// - Throws: ``FormatError`` when not a byte comes out or a limit is reached, ``IOFailure``, ``Interrupted``.
    func expand(_ stream: any ExpandedStream, size: Int?, name: String) throws -> ExpandedPart {
        if let size { try checkSize(size) }
        // Where there are no holes a run of 0x00 is data, and a hole in the temporary file just saves its space.
        var expandedFile = try ExpandedFile(holesAreReal: wrapper.hasHoles)
        var damage: Finding?
        do {
            try copy(stream, size: size, name: name, to: &expandedFile)
        } catch let error as FormatError where error.code != .tooLarge && expandedFile.position > 0 {
            damage = Damage.finding(error, of: name, wrapper, expanded: expandedFile.position)
        }
        return ExpandedPart(try expandedFile.finish(name: name), damage: damage)
    }

    private func copy(
        _ stream: any ExpandedStream, size: Int?, name: String, to expandedFile: inout ExpandedFile
    ) throws {
        while let piece = try stream.next() {
            try Interruption.check()
            let (end, overflow) = piece.offset.addingReportingOverflow(piece.bytes.count)
            guard piece.offset >= expandedFile.position, !overflow else {
                throw FormatError(
                    .badValue, name: source.name, at: stream.consumed, field: "place of the next bytes of '\(name)'",
                    expected: "\(expandedFile.position) or more", found: "\(piece.offset)")
            }
            try checkSize(end)
            try checkRatio(end, stored: stream.consumed)
            try expandedFile.append(piece)
        }
        guard let size, size > expandedFile.position else { return }
        guard wrapper.hasHoles else {
            throw FormatError(
                .truncated, name: source.name, at: stream.consumed,
                "'\(name)' has \(expandedFile.position) bytes, expected \(size)")
        }
        try expandedFile.append(ExpandedPiece(offset: size, bytes: UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    func checkSize(_ bytes: Int) throws {
        guard bytes > limits.maxBytes else { return }
        throw FormatError(
            .tooLarge, name: source.name, "expands to more than \(ByteCount.human(limits.maxBytes))",
            hint: "if it is to be trusted, raise the limit, as in \(wrapper.name),max-size=\(bytes):PATH")
    }

    private func checkRatio(_ bytes: Int, stored: Int) throws {
        guard bytes > limits.ratioFrom, bytes / limits.maxRatio > stored else { return }
        throw FormatError(
            .tooLarge, name: source.name, at: stored,
            "\(stored) bytes expand to more than \(bytes), over \(limits.maxRatio) for each",
            hint:
                "if it is to be trusted, raise the limit, as in \(wrapper.name),max-ratio=\(limits.maxRatio * 10):PATH")
    }
}
