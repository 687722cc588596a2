// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

extension MTDParts.Device {
    /// The partitions on a chip of `size` bytes of data, in the order in which they are named.
    ///
    /// As in the kernel, one that leaves the chip is cut, and dropped when nothing is left; `notes` tells.
    public func partitions(on size: Int) -> (partitions: [Partition], notes: [String]) {
        var result: [Partition] = []
        var notes: [String] = []
        var end = 0
        for (index, definition) in definitions.enumerated() {
            let number = String(index)
            let name =
                definition.name ?? "Partition_" + String(repeating: "0", count: max(0, 3 - number.count)) + number
            let offset = definition.offset ?? end
            let wanted = definition.size ?? max(0, size - min(offset, size))
            let (sum, overflow) = offset.addingReportingOverflow(wanted)
            end = overflow ? .max : sum
            guard offset < size, wanted > 0 else {
                notes.append("\(name) at \(ByteCount.hex(offset)) is outside of the chip")
                continue
            }
            if end > size {
                notes.append("\(name) ends at \(ByteCount.hex(end)), the chip at \(ByteCount.hex(size))")
            }
            result.append(
                Partition(
                    name: name, offset: offset, size: min(wanted, size - offset),
                    isReadOnly: definition.flags.contains(.readOnly)))
        }
        return (result, notes)
    }
}

extension MTDParts {
    /// The device that is meant for a chip of `size` bytes of data: the one of that name; else the only one; else the
    /// first that fits and ends where the chip does; else the first that fits; else the first.
    public func device(named name: String? = nil, on size: Int) -> Device? {
        if let name, let own = devices.first(where: { $0.name == name }) { return own }
        let fitting = devices.filter { $0.partitions(on: size).notes.isEmpty }
        let whole = fitting.first { device in
            device.partitions(on: size).partitions.contains { $0.end == size }
        }
        return whole ?? fitting.first ?? devices.first
    }
}
