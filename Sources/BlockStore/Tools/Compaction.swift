// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// Writes a store anew with no more than its marks and its present state need.
struct Compaction {
    let history: StoreHistory
    let base: any PageSource

    /// What is to be kept, ascending: present state, marks, and where rewinds on their ways went to.
    private var points: [Int] {
        var kept = Set(history.marks.map(\.target)).union([history.head])
        var new = Array(kept)
        while let point = new.popLast() {
            guard let rewind = history.lastRewind(upTo: point) else { continue }
            if kept.insert(rewind.target).inserted { new.append(rewind.target) }
        }
        return kept.subtracting([0]).sorted()
    }

    /// Writes it all to a new file, whose header stands.
    ///
    /// - Throws: ``StoreError`` (`damaged`) when a record that is needed is, ``IOFailure``.
    func write(to file: any JournalFile) throws {
        let new = try JournaledStore(file, base: base, marker: nil)
        var (last, previous) = (0, PageIndex(geometry: history.header.geometry))
        let kept = points
        for point in kept {
            try Interruption.check()
            let rewind = history.lastRewind(upTo: point)
            let before = kept.last { $0 < point && $0 >= rewind?.sequence ?? 0 } ?? rewind?.target ?? 0
            if before != last, let rewind {
                new.writer.pass(rewind.sequence - 1)
                try new.jump(to: before, try StoreHistory(file))
                previous = try history.index(at: before)
            }
            let index = try history.index(at: point)
            try copy(index, since: previous, to: new)
            guard new.sequence <= point else { throw tooMany(point) }
            new.writer.pass(point)
            (last, previous) = (point, index)
        }
        for mark in history.marks { try new.add(.mark, mark.name, mark.target) }
        try new.sync()
        try new.close()
    }

    private func tooMany(_ point: Int) -> StoreError {
        StoreError(.damaged, "\(history.file.name): record \(point) comes before what it needs")
    }

    /// Does what makes the state of `old` that of `new`.
    private func copy(_ new: PageIndex, since old: PageIndex, to store: JournaledStore) throws {
        let state = StoreState(base: base, index: new, file: history.file, header: history.header)
        for number in new.blocks() {
            guard let entry = new.block(number) else { continue }
            let before = old.block(number) ?? BlockEntry()
            guard entry != before else { continue }
            let isErased = entry.erasedAt != before.erasedAt
            if isErased { try store.erase(number) }
            for index in entry.units.indices where entry.units[index].isPresent {
                if !isErased, before.unit(index) == entry.units[index] { continue }
                let first = history.header.geometry.firstPage(of: number).advanced(
                    by: index * history.header.geometry.unitPages)
                let bytes = try state.unitBytes(at: first, entry)
                try bytes.withUnsafeBytes {
                    try store.program(history.header.geometry.unit(of: first), bits: $0)
                }
            }
            if entry.isMarkedBad, !before.isMarkedBad { try store.markBad(number) }
        }
    }
}

extension StoreFile {
    /// Writes the store at `path` anew with no more than its marks and its present state need.
    ///
    /// - Returns: its size in bytes, before and after.
    /// - Throws: ``StoreError`` (`busy`, `damaged`), ``IOFailure``; then the store is as it was.
    public static func compact(
        path: String, base: String? = nil, openImage: (ImageSpec, GeometrySpec?) throws -> OpenedImage
    ) throws -> (before: Int, after: Int) {
        let old = try DiskJournalFile(path: path)
        let history = try StoreHistory(old)
        if let tail = history.tail, tail.isDamage {
            throw StoreError(.damaged, "\(path): \(tail.words)", hint: "`museimg store check \(path)` tells more")
        }
        let opened = try OpenedBase(history, path: base, isThorough: false, openImage: openImage)
        let new = try NewStoreFile(path: path)
        var header = history.header
        header.description.compacted = history.head
        // The base that it holds itself stays where it is.
        let start = header.description.journal
        for offset in stride(from: header.size, to: start, by: 1 << 20) {
            let bytes = try old.bytes(at: offset, count: min(1 << 20, start - offset))
            try bytes.withUnsafeBytes { try new.file.write($0, at: offset) }
        }
        try header.encoded(reserved: header.size).withUnsafeBytes { try new.file.write($0, at: 0) }
        try Compaction(history: history, base: opened.source).write(to: new.file)
        let sizes = (before: try old.size(), after: try new.file.size())
        try new.commit(overwrites: true)
        return sizes
    }
}
