// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Compresses what it is given as it comes.
final class StreamSink: ByteSink {
    private let writer: LibraryWriter
    private(set) var position = 0

    init(_ writer: LibraryWriter) throws {
        self.writer = writer
        try writer.begin(name: "data", size: nil)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try Interruption.check()
        try writer.write(bytes)
        position += bytes.count
    }

    func finish() throws { try writer.finish() }
}
