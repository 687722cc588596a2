// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import Flash
import FormatKit

/// Traces, listed and done again.
public enum Traces {
    /// As they are, and with right checksums.
    public static func read(_ bytes: [UInt8]) throws {
        let first = Result { try walk(bytes) }
        try walk(Stores.mended(bytes))
        try first.get()
    }

    private static func walk(_ bytes: [UInt8]) throws {
        let trace = try TraceFile(MemorySource(bytes))
        let geometry = trace.geometry
        var last = 0
        _ = try trace.forEach { operation, content in
            // Records that are no operations have numbers too.
            precondition(operation.sequence > last)
            last = operation.sequence
            precondition(geometry.allPages.clamped(to: operation.pages) == operation.pages)
            precondition(content.count <= bytes.count)
            return true
        }
        guard geometry.dataSize < 1 << 20 else { return }
        _ = try Replay(trace, on: MemoryDevice(geometry: geometry), reads: true).run { _, _ in }
    }
}
