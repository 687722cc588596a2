// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension JournaledStore {
    /// Appends a record for each unit of `pages`, which are of one block.
    func append(_ pages: PageRange, _ bits: UnsafeRawBufferPointer) throws {
        let size = geometry.rawPageSize
        try commit { journal in
            try geometry.forEachUnit(of: pages) { part in
                let start = (part.lowerBound.rawValue - pages.lowerBound.rawValue) * size
                try add(part, UnsafeRawBufferPointer(rebasing: bits[start...].prefix(part.count * size)), &journal)
            }
        } done: { start, journal in
            for (record, offset) in journal.programs {
                try state.index.apply(record, at: start + offset, name: writer.file.name)
            }
        }
    }

    /// Puts the record of a unit, or of a part of one, behind the others.
    private func add(_ part: PageRange, _ bits: UnsafeRawBufferPointer, _ journal: inout JournalWriter.State) throws {
        let block = geometry.block(of: part.lowerBound)
        let (last, isErased) = state.index.unit(geometry.unitIndex(of: part.lowerBound), of: block)
        journal.sequence += 1
        var record = Record(
            .program, sequence: journal.sequence, time: JournalWriter.now(), address: part.lowerBound.rawValue)
        let offset = journal.buffer.count
        if let last, last.depth >= UnitEntry.maxDepth {
            // The chain gets no longer: all that the unit holds, at once.
            let unit = geometry.unit(of: part.lowerBound)
            record.flags = .whole
            record.address = unit.lowerBound.rawValue
            var bytes = try state.unitBytes(at: unit.lowerBound, state.index.block(block))
            let skipped = (part.lowerBound.rawValue - unit.lowerBound.rawValue) * geometry.rawPageSize
            bytes.withUnsafeMutableBytes { all in
                UnsafeMutableRawBufferPointer(rebasing: all[skipped...].prefix(bits.count)).clearBits(bits)
            }
            journal.buffer.append(record, seed: seed, bytes)
        } else if let last {
            record.flags = .continued
            journal.buffer.append(record, seed: seed, previous: UInt64(last.offset), bits)
        } else {
            if part.count == geometry.unitPages, isErased || isBlank(part) { record.flags = .whole }
            journal.buffer.append(record, seed: seed, bits)
        }
        journal.programs.append((record, offset))
    }

    /// Whether the base knows a unit to be erased without looking.
    private func isBlank(_ unit: PageRange) -> Bool {
        guard let known = state.base.knownExtent(at: unit.lowerBound) else { return false }
        return known.content == .filled(0xFF) && known.pages.upperBound >= unit.upperBound
    }
}
