// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Collects a file and then puts it into an archive, whose headers want its size first.
final class MemberSink: ByteSink {
    private let writer: LibraryWriter
    private let outer: any ByteSink
    private let spool: Spool
    private let name: String

    init(_ writer: LibraryWriter, around outer: any ByteSink, name: String) throws {
        self.writer = writer
        self.outer = outer
        spool = try Spool()
        self.name = MemberName.base(name)
    }

    var position: Int { spool.sink.position }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try spool.sink.write(bytes) }

    func fill(_ byte: UInt8, count: Int) throws { try spool.sink.fill(byte, count: count) }

    func hole(count: Int, filler: UInt8) throws {
        // An archive has no holes: what reads back has to be the filler.
        if filler == 0 {
            try spool.sink.hole(count: count, filler: 0)
        } else {
            try spool.sink.fill(filler, count: count)
        }
    }

    func finish() throws {
        let content = try spool.source(name: name)
        try writer.begin(name: name, size: content.size)
        let buffer = IOBuffer()
        var offset = 0
        while offset < content.size {
            try Interruption.check()
            let got = try content.read(into: buffer.bytes, at: offset)
            guard got > 0 else { break }
            try writer.write(buffer.prefix(got))
            offset += got
        }
        try writer.finish()
        try outer.finish()
    }
}
