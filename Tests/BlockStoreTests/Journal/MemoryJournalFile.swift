// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import Synchronization
import SystemPackage

@testable import BlockStore

/// A store's file in memory, which can be told to fail, and knows what is durable.
final class MemoryJournalFile: JournalFile {
    struct Contents {
        var bytes: [UInt8] = []
        /// What a sync has promised, as it was then.
        var durable: [UInt8] = []
        /// System calls that change the file, so far.
        var calls = 0
    }

    let name = "store.muse"
    let contents = Mutex(Contents())
    /// From this call on, each fails; counted from 1.
    private let failsFrom: Int
    /// Of the first call that fails, as many bytes are written.
    private let written: Int

    init(_ bytes: [UInt8] = [], failsFrom: Int = .max, written: Int = 0) {
        self.failsFrom = failsFrom
        self.written = written
        contents.withLock { $0.bytes = bytes }
    }

    var bytes: [UInt8] { contents.withLock { $0.bytes } }
    var durable: [UInt8] { contents.withLock { $0.durable } }
    var calls: Int { contents.withLock { $0.calls } }

    func size() -> Int { contents.withLock { $0.bytes.count } }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        contents.withLock { contents in
            guard offset < contents.bytes.count else { return 0 }
            let count = min(buffer.count, contents.bytes.count - offset)
            buffer.copyBytes(from: contents.bytes[offset..<(offset + count)])
            return count
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        try contents.withLock { contents in
            contents.calls += 1
            let count =
                contents.calls < failsFrom ? bytes.count : contents.calls == failsFrom ? min(written, bytes.count) : 0
            let end = offset + count
            if end > contents.bytes.count {
                contents.bytes += [UInt8](repeating: 0, count: end - contents.bytes.count)
            }
            contents.bytes.replaceSubrange(offset..<end, with: bytes[..<count])
            guard count == bytes.count else {
                throw IOFailure(.write, errno: .noSpace, name: name, offset: offset)
            }
        }
    }

    func truncate(to size: Int) throws {
        try contents.withLock { contents in
            contents.calls += 1
            guard contents.calls < failsFrom else { throw IOFailure(.write, errno: .ioError, name: name) }
            contents.bytes = Array(contents.bytes.prefix(size))
        }
    }

    func sync() throws {
        try contents.withLock { contents in
            contents.calls += 1
            guard contents.calls < failsFrom else { throw IOFailure(.sync, errno: .ioError, name: name) }
            contents.durable = contents.bytes
        }
    }
}

extension Errno {
    static let noSpace = Errno(rawValue: 28)
}
