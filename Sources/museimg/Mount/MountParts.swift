// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import Inspect

/// The partitions of `mount --parts`.
struct MountParts {
    var partitions: [Partition] = []
    /// In the kernel's grammar, without the device's name; nil for none.
    var mtdparts: String?

    /// - Parameters:
    ///   - spec: in the kernel's grammar, or `auto` for what the dump itself tells.
    ///   - name: of the device, where the text is of several.
    /// - Throws: `UsageError` for a text that is none.
    init(_ spec: String?, name: String?, _ subject: Subject, _ console: Console) throws {
        guard let spec else { return }
        if spec == "auto" { try find(subject, console) } else { try read(spec, name, subject, console) }
    }

    private mutating func read(_ spec: String, _ name: String?, _ subject: Subject, _ console: Console) throws {
        let size = subject.geometry.dataSize
        do throws(MTDPartsError) {
            guard let device = try MTDParts(parsing: spec).device(named: name, on: size) else { return }
            let (found, notes) = device.partitions(on: size)
            for note in notes { console.warnAlways("--parts: \(note)") }
            partitions = found
            mtdparts = MTDParts.Device(name: nil, definitions: device.definitions).description
        } catch {
            throw UsageError("--parts: \(error.message)", hint: error.hint)
        }
    }

    private mutating func find(_ subject: Subject, _ console: Console) throws {
        let search = try PartitionSearch(subject.device)
        guard let best = search.tables.first else {
            let places = search.searched.map { "\(ByteCount.hex($0.lowerBound)) to \(ByteCount.hex($0.upperBound))" }
            console.warnAlways(
                "--parts auto: the dump tells of no partitions from \(places.joined(separator: " and from "))")
            return
        }
        console.note("partitions: \(best.mtdparts)")
        console.note("  from the \(best.origin) at \(ByteCount.hex(best.offset)): \(best.evidence)")
        for note in best.notes { console.warnAlways("--parts auto: \(note)") }
        for other in search.tables.dropFirst() where other.partitions != best.partitions {
            console.note("  others: the \(other.origin) at \(ByteCount.hex(other.offset)): \(other.mtdparts)")
        }
        for note in search.notes { console.note("  \(note)") }
        partitions = best.partitions
        mtdparts = best.mtdparts
    }
}
