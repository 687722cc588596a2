// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// A sink whose first bytes can be written once the rest is known.
package protocol RewritableSink: ByteSink {
    /// Whether this one can: a file can, a pipe cannot.
    var canRewrite: Bool { get }

    /// Writes over bytes that were written before.
    ///
    /// - Throws: ``IOFailure``.
    func rewrite(_ bytes: [UInt8], at offset: Int) throws
}

/// Output with a header that tells of what comes behind it: lengths, numbers, checksums.
///
/// Where the sink cannot go back, what comes behind the header waits in a temporary file.
package final class HeadedOutput {
    /// Where everything behind the header goes.
    package let body: any ByteSink
    private let outer: any ByteSink
    private let rewritable: (any RewritableSink)?
    private let spool: Spool?
    private let start: Int
    private let headerSize: Int

    /// - Parameter headerSize: in bytes.
    /// - Throws: ``IOFailure``.
    package init(_ sink: any ByteSink, headerSize: Int) throws {
        outer = sink
        start = sink.position
        self.headerSize = headerSize
        rewritable = (sink as? any RewritableSink).flatMap { $0.canRewrite ? $0 : nil }
        if rewritable != nil {
            try sink.fill(0, count: headerSize)
            spool = nil
            body = sink
        } else {
            let spool = try Spool()
            self.spool = spool
            body = spool.sink
        }
    }

    /// Writes the header and finishes the sink.
    ///
    /// - Parameter header: as long as was said.
    /// - Throws: ``IOFailure``, ``Interrupted``.
    package func finish(header: [UInt8]) throws {
        precondition(header.count == headerSize)
        if let rewritable {
            try rewritable.rewrite(header, at: start)
        } else if let spool {
            try outer.write(header)
            let source = try spool.source(name: "contents")
            let buffer = IOBuffer(count: 1 << 20)
            var offset = 0
            while offset < source.size {
                let got = try source.read(into: buffer.bytes, at: offset)
                try outer.write(buffer.prefix(got))
                offset += got
            }
        }
        try outer.finish()
    }
}
