// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

extension ConsoleText {
    /// Takes a row, and keeps all rows whose addresses are sure now.
    func accept(_ row: DumpRow, into store: AddressedStore) throws {
        guard let grammar, let shape else { return }
        var row = row
        serial += 1
        row.serial = serial
        let unknown = row.count - row.knownCount
        if unknown > 0 {
            note(
                .checksum, at: row.offset,
                "\(unknown) of \(row.count) bytes of this row do not read, or the columns differ: they are left out")
        } else if row.address == nil {
            note(.malformed, at: row.offset, "the address of this row does not read")
        } else if !row.isClean {
            note(.malformed, at: row.offset, "characters of this row are damaged, none of its bytes")
        }
        let sure = sequence.take(row) { grammar.text(of: $0, length: shape.addressLength) }
        try keepLone(into: store)
        for row in sure { try keep(row, isSure: true, into: store) }
    }

    /// Keeps a row at its address.
    func keep(_ row: DumpRow, isSure: Bool, into store: AddressedStore) throws {
        guard let address = row.address else { return }
        if let open = squeeze {
            squeeze = nil
            if open.next == row.serial {
                store.trust = open.isSure && isSure ? .sure : .provisional
                try fill(open, to: address, into: store)
            }
        }
        store.trust = isSure ? .sure : .provisional
        try store.keep(row, at: address)
        store.trust = .sure
        if row.knownCount == 0 { isDamaged = true }
        lastRow = row.isWhole && row.serial == serial ? row.bytes : []
        lastIsSure = isSure
    }

    private func fill(_ squeeze: Squeeze, to address: Int, into store: AddressedStore) throws {
        let width = squeeze.row.count
        guard width > 0, address > squeeze.from else { return }
        guard (address - squeeze.from) % width == 0 || squeeze.row.allSatisfy({ $0 == squeeze.row[0] }) else {
            return note(.malformed, at: squeeze.offset, "what `*` stands for does not end with a row: it is left out")
        }
        try store.keep(pattern: squeeze.row, filling: squeeze.from..<address, textOffset: squeeze.offset)
    }

    /// Keeps rows that no neighbour confirms, for a text in which nothing is damaged.
    func keepLone(into store: AddressedStore) throws {
        for row in sequence.takeLone() {
            guard row.isClean, let address = row.address else {
                if row.knownCount > 0 {
                    note(.unknown, at: row.offset, "the address of this row is not sure: it is left out")
                }
                continue
            }
            store.trust = .provisional
            if let open = squeeze, open.next == row.serial {
                squeeze = nil
                try fill(open, to: address, into: store)
            }
            try store.keep(row, at: address)
            store.trust = .sure
        }
    }

    /// Settles a row between two `*`, or at the end of the text, whose address no neighbour can confirm.
    func settle(into store: AddressedStore) throws {
        guard let row = sequence.takeLastClean(), let address = row.address else { return }
        try keepLone(into: store)
        try keep(row, isSure: false, into: store)
        sequence.advance(to: address + row.count)
    }

    /// The end of a dump, in a line for itself.
    func takeEnd(_ end: Int, into store: AddressedStore) throws {
        if let open = squeeze, !sequence.isWaiting, open.next == serial + 1 {
            squeeze = nil
            store.trust = .provisional
            try fill(open, to: end, into: store)
            store.trust = .sure
        } else if let due = sequence.due, !sequence.isWaiting, end < due, end > due - (shape?.bytesPerRow ?? 0) {
            // The last word was filled up.
            try store.retract(due - end)
        } else if let row = sequence.take(end: end) {
            try keep(row, isSure: true, into: store)
        }
        try settle(into: store)
        sequence.finish()
        squeeze = nil
        lastRow = []
        try keepLone(into: store)
    }
}

extension AddressedStore {
    /// Keeps what is known of a row.
    package func keep(_ row: DumpRow, at address: Int) throws {
        var i = 0
        while i < row.count {
            guard row.known[i] else {
                i += 1
                continue
            }
            let end = row.known[i...].firstIndex(of: false) ?? row.count
            try room(end - i).copyBytes(from: row.bytes[i..<end])
            try keep(end - i, at: address + i, textOffset: row.offset)
            i = end
        }
    }
}
