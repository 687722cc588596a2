// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

package import Flash

/// How one dialect writes its lines.
package protocol LineEncoder {
    /// Room that the beginning, one line with what has to stand before it, or the end may take, in bytes.
    var maxLine: Int { get }

    /// What stands before everything else.
    mutating func begin() -> [UInt8]

    /// Bytes of data that a full line at `address` has.
    func lineLength(at address: Int) -> Int

    /// Writes lines for bytes from `address` on, as many as there is room for.
    ///
    /// - Parameter isLast: whether nothing follows at `address + bytes.count`: then the last line may be short.
    /// - Returns: bytes of data taken, and bytes of text written; a line is not written before it is full.
    /// - Throws: ``FormatError`` (`unsupported`) for an address that the dialect does not have.
    mutating func encode(
        _ bytes: UnsafeRawBufferPointer, at address: Int, isLast: Bool, into text: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, written: Int)

    /// What stands at the end.
    mutating func end() throws -> [UInt8]
}

/// Writes pages as lines with their address, so that what is missing is left out.
package final class AddressedWriter<Encoder: LineEncoder>: ImageWriter {
    package let traits = WriterTraits(oobSize: 0, expressesMissing: true, leavesOutAbsentBad: true)
    private let pageSize: Int
    private let base: Int
    private var encoder: Encoder
    private let sink: any ByteSink
    private let text = IOBuffer(count: 256 << 10)
    private var used = 0
    /// The beginning of a line that is not full.
    private var carry: [UInt8] = []
    /// The address behind what was taken last.
    private var next = -1
    private var hasBegun = false
    private var uniform: [UInt8] = []

    /// - Parameter base: the address of the chip's first byte.
    package init(pageSize: Int, base: Int, encoder: Encoder, sink: any ByteSink) {
        self.pageSize = pageSize
        self.base = base
        self.encoder = encoder
        self.sink = sink
    }

    package func write(_ run: PageRun) throws {
        let address = base + run.pages.lowerBound.rawValue * pageSize
        switch run.content {
        case .absent: return
        case .bytes: try put(run.data, address)
        case .filled(let byte):
            if uniform.first != byte { uniform = Array(repeating: byte, count: 64 << 10) }
            let count = run.pages.count * pageSize
            try uniform.withUnsafeBytes { bytes in
                for done in stride(from: 0, to: count, by: bytes.count) {
                    let part = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, count - done)])
                    try put(part, address + done)
                }
            }
        }
    }

    package func finish() throws {
        try endRun()
        try append(beginning() + encoder.end())
        try flush()
        try sink.finish()
    }

    private func beginning() -> [UInt8] {
        defer { hasBegun = true }
        return hasBegun ? [] : encoder.begin()
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ address: Int) throws {
        if address != next { try endRun() }
        if !hasBegun { try append(beginning()) }
        next = address + bytes.count
        var rest = bytes
        var at = address
        if !carry.isEmpty {
            let lacking = encoder.lineLength(at: address - carry.count) - carry.count
            let part = min(lacking, rest.count)
            carry.append(contentsOf: rest[..<part])
            rest = UnsafeRawBufferPointer(rebasing: rest[part...])
            at += part
            guard part == lacking else { return }
            _ = try carry.withUnsafeBytes { [count = carry.count] in try encode($0, at: at - count, isLast: false) }
            carry.removeAll(keepingCapacity: true)
        }
        guard !rest.isEmpty else { return }
        let taken = try encode(rest, at: at, isLast: false)
        carry.append(contentsOf: rest[taken...])
    }

    /// Ends the last line: what follows has another address.
    private func endRun() throws {
        guard !carry.isEmpty else { return }
        let rest = carry
        carry.removeAll(keepingCapacity: true)
        _ = try rest.withUnsafeBytes { try encode($0, at: next - rest.count, isLast: true) }
    }

    /// - Returns: bytes of data taken.
    private func encode(_ bytes: UnsafeRawBufferPointer, at address: Int, isLast: Bool) throws -> Int {
        var done = 0
        while done < bytes.count {
            if text.bytes.count - used < 4 * encoder.maxLine { try flush() }
            let room = UnsafeMutableRawBufferPointer(rebasing: text.bytes[used...])
            let (taken, written) = try encoder.encode(
                UnsafeRawBufferPointer(rebasing: bytes[done...]), at: address + done, isLast: isLast, into: room)
            used += written
            done += taken
            // Full lines have been written, unless there was no room.
            if taken == 0 { break }
        }
        return done
    }

    private func append(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        if text.bytes.count - used < bytes.count { try flush() }
        UnsafeMutableRawBufferPointer(rebasing: text.bytes[used...]).copyBytes(from: bytes)
        used += bytes.count
    }

    private func flush() throws {
        try sink.write(text.prefix(used))
        used = 0
    }
}
