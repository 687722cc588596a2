// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Changes what it is given, and hands it on in whole units.
final class TransformingSink: ByteSink {
    private let transform: Transform
    private let outer: any ByteSink
    private let room = IOBuffer()
    /// Bytes in the room that are not handed on yet.
    private var held = 0
    private(set) var position = 0

    init(_ transform: Transform, around outer: any ByteSink) {
        self.transform = transform
        self.outer = outer
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let part = rest.prefix(room.bytes.count - held)
            UnsafeMutableRawBufferPointer(rebasing: room.bytes[held..<(held + part.count)]).copyBytes(from: part)
            held += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest[part.endIndex...])
            if held == room.bytes.count { try handOn() }
        }
        position += bytes.count
    }

    private func handOn() throws {
        transform.apply(to: UnsafeMutableRawBufferPointer(rebasing: room.bytes[..<held]))
        try outer.write(room.prefix(held))
        held = 0
    }

    func finish() throws {
        try handOn()
        try outer.finish()
    }
}
