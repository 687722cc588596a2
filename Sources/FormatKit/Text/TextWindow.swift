// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A window that moves over a text of any length, in memory that does not grow.
package final class TextWindow {
    private let source: any ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// Where the next byte to be taken from the source lies in it.
    private var sourceOffset = 0
    /// The rest of a line that was too long is still to be dropped.
    private var isInsideLongLine = false

    /// Bytes of a line that are looked at; the rest is dropped.
    package static let maxLine = 4096

    /// - Parameter lookahead: bytes that ``fill(atLeast:)`` may be asked for.
    package init(_ source: any ByteSource, lookahead: Int = 0) {
        self.source = source
        buffer = .allocate(byteCount: max(256 << 10, 4 * max(lookahead, TextWindow.maxLine + 1)), alignment: 4096)
    }

    deinit { buffer.deallocate() }

    /// What is in the window and not consumed. Valid until the next call.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }
    /// Where ``bytes`` begin, in bytes from the start of the text.
    package var offset: Int { sourceOffset - (end - start) }
    /// Whether the rest of the window begins with a line.
    package var isAtLineStart: Bool { !isInsideLongLine }

    /// Makes the window hold `count` bytes, or all up to the end of the text.
    ///
    /// - Throws: what the source throws, ``Interrupted``.
    package func fill(atLeast count: Int) throws {
        guard end - start < count, sourceOffset < source.size else { return }
        try Interruption.check()
        if let base = buffer.baseAddress, start > 0 {
            base.copyMemory(from: base + start, byteCount: end - start)
            end -= start
            start = 0
        }
        let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]), at: sourceOffset)
        end += got
        sourceOffset = got == 0 ? source.size : sourceOffset + got
    }

    package func consume(_ count: Int) { start = min(end, start + count) }

    /// The next line without its end, and where it begins in the text; nil at the end of the text.
    ///
    /// LF and CR both end a line. Valid until the next call.
    package func nextLine() throws -> (bytes: UnsafeRawBufferPointer, offset: Int)? {
        while isInsideLongLine {
            try fill(atLeast: 1)
            guard start < end else { return nil }
            let rest = bytes
            let stop = rest.firstIndex(where: TextWindow.endsLine)
            consume(stop.map { $0 + 1 } ?? rest.count)
            isInsideLongLine = stop == nil
        }
        try fill(atLeast: TextWindow.maxLine + 1)
        guard start < end else { return nil }
        let ahead = UnsafeRawBufferPointer(rebasing: bytes.prefix(TextWindow.maxLine + 1))
        let lineOffset = offset
        if let stop = ahead.firstIndex(where: TextWindow.endsLine) {
            consume(stop + 1)
            return (UnsafeRawBufferPointer(rebasing: ahead[..<stop]), lineOffset)
        }
        consume(ahead.count)
        isInsideLongLine = ahead.count > TextWindow.maxLine
        return (ahead, lineOffset)
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
