// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Compresses what it is given as it comes.
final class StreamSink: ByteSink {
    private let writer: LibraryWriter
    private let outer: any ByteSink
    private let emptyStream: [UInt8]?
    private(set) var position = 0

    init(_ writer: LibraryWriter, around outer: any ByteSink, emptyStream: [UInt8]?) throws {
        self.writer = writer
        self.outer = outer
        self.emptyStream = emptyStream
        try writer.begin(name: "data", size: nil)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try Interruption.check()
        try writer.write(bytes)
        position += bytes.count
    }

    func finish() throws {
        if position == 0, let emptyStream {
            try outer.write(emptyStream)
        } else {
            try writer.finish()
        }
        try outer.finish()
    }
}
