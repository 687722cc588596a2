// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Emulation
import Flash
import FormatKit
import Mounts

/// Tells a person of faults as a mount's log does.
struct FaultTeller: Sendable {
    private let log: MountLog?
    private let geometry: Geometry

    init(_ console: Console, _ geometry: Geometry) {
        log = console.options.quiet ? nil : MountLog(.standardError)
        self.geometry = geometry
    }

    func tell(_ event: FaultEvent) { log?.write(event, geometry) }
}

extension JournaledStore {
    /// Writes a fault into the journal. Where that cannot be, writing has failed before, and was told of.
    func tell(_ event: FaultEvent) { try? note(.fault, event.words, at: event.page.rawValue) }
}

extension TraceWriter {
    func tell(_ event: FaultEvent) {
        var operation = TraceOperation(.fault, PageRange(from: event.page, count: 1))
        operation.text = event.words
        append(operation, content: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Writes what is held back.
    ///
    /// - Returns: what is missing, in words; nil for nothing.
    func end(path: String) -> String? {
        flush()
        return failure.map { "\(path): \($0.lost) operations were not recorded: \($0.error.message)" }
    }
}
