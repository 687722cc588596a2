// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Some stretches of a dump, a few MiB at most, taken where something is written.
package struct DumpSample: Sendable {
    /// Bytes that lie together.
    package struct Window: Sendable {
        /// In the source, in bytes.
        package let offset: Int
        package let bytes: [UInt8]
    }

    /// Ascending; they do not overlap.
    package let windows: [Window]
    /// Of the source, in bytes.
    package let size: Int

    /// Bounds on what is read, in bytes; deterministic, so that two looks see the same.
    package enum Limits {
        /// Read whole from the start.
        static let head = 1 << 20
        /// Of one of the stretches behind it.
        static let piece = 64 << 10
        /// How many stretches are kept.
        static let pieces = 32
        /// How many places are tried for them.
        static let places = 512
    }

    /// - Throws: ``IOFailure``.
    package init(_ source: any ByteSource) throws {
        size = source.size
        var windows: [Window] = []
        if (source.hole(at: 0)?.upperBound ?? 0) < min(size, Limits.head) {
            windows.append(Window(offset: 0, bytes: try source.bytes(at: 0, count: Limits.head)))
        }
        let places = try DumpSample.writtenPlaces(source)
        let step = max(1, (places.count + Limits.pieces - 1) / Limits.pieces)
        for place in places.enumerated() where place.offset % step == 0 {
            windows.append(
                Window(offset: place.element, bytes: try source.bytes(at: place.element, count: Limits.piece)))
        }
        self.windows = windows
    }

    /// Starts of pieces behind the head that hold something else than one repeated byte.
    private static func writtenPlaces(_ source: any ByteSource) throws -> [Int] {
        let slots = max(0, source.size - Limits.head) / Limits.piece
        let stride = max(1, (slots + Limits.places - 1) / Limits.places)
        var places: [Int] = []
        var slot = 0
        while slot < slots {
            let place = Limits.head + slot * Limits.piece
            if let hole = source.hole(at: place) {
                let past = (hole.upperBound - Limits.head) / Limits.piece
                slot = max(slot + stride, (past + stride - 1) / stride * stride)
                continue
            }
            // A look at both ends: what is written seldom fills a block.
            let head = try source.bytes(at: place, count: 512)
            let tail = try source.bytes(at: place + Limits.piece / 2, count: 512)
            if !isUniform(head) || !isUniform(tail) { places.append(place) }
            slot += stride
        }
        return places
    }

    private static func isUniform(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        return bytes.withUnsafeBytes { UniformBytes.isFilled($0, with: first) }
    }
}
