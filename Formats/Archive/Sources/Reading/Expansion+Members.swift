// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

extension Expansion {
    /// The regular files of an archive, in its order, up to the first damage.
    ///
    /// - Throws: ``FormatError`` (`tooLarge` beyond ``ExpansionLimits/maxMembers`` entries of any kind).
    func members() throws -> [WrappedPart] {
        var parts: [WrappedPart] = []
        let reader = try openArchive()
        do {
            try list(reader, into: &parts)
        } catch let error as FormatError where error.code != .tooLarge && !parts.isEmpty {
            let finding = Damage.finding(error, listing: wrapper, listed: parts.count)
            for i in parts.indices { parts[i].findings = [finding] }
        }
        return parts
    }

    private func list(_ reader: LibraryReader, into parts: inout [WrappedPart]) throws {
        var names = UniqueNames()
        var index = 0
        while let entry = try reader.nextEntry() {
            try Interruption.check()
            guard index < limits.maxMembers else {
                throw FormatError(
                    .tooLarge, name: source.name, at: reader.consumed, "has more than \(limits.maxMembers) members")
            }
            if entry.isRegular, !MemberName.isResourceFork(entry.name) {
                let place = index
                let name = names.unique(entry.name)
                parts.append(
                    WrappedPart(name: name, size: entry.size) { try member(at: place, name: name) })
            }
            index += 1
        }
    }

    private func openArchive(piece: Int = SourceCallbacks.usualPiece) throws -> LibraryReader {
        guard case .library(let setup) = wrapper.reading else {
            throw FormatError(.unsupported, name: source.name, "\(wrapper.name) has no members")
        }
        try wrapper.check?(source)
        return try LibraryReader(wrapper, setup, source, piece: piece)
    }

    private func member(at index: Int, name: String) throws -> ExpandedPart {
        do {
            let part = try member(at: index, name: name, piece: SourceCallbacks.usualPiece)
            if part.damage == nil { return part }
        } catch let error as FormatError where error.code != .tooLarge {
        }
        // With the piece that is damaged libarchive loses all that it expanded from it: small ones lose little.
        return try member(at: index, name: name, piece: Expansion.carefulPiece)
    }

    /// In bytes.
    private static let carefulPiece = 512

    private func member(at index: Int, name: String, piece: Int) throws -> ExpandedPart {
        let reader = try openArchive(piece: piece)
        var passed = 0
        for _ in 0..<index {
            try Interruption.check()
            let (sum, overflow) = passed.addingReportingOverflow(try reader.nextEntry()?.size ?? 0)
            if wrapper.isSolid { try checkSize(overflow ? .max : sum) }
            passed = overflow ? 0 : sum
        }
        guard let entry = try reader.nextEntry() else {
            throw FormatError(.truncated, name: source.name, at: reader.consumed, "no '\(name)' any more")
        }
        guard !entry.isEncrypted else {
            throw FormatError(.unsupported, name: source.name, at: reader.consumed, "'\(name)' is encrypted")
        }
        return try expand(reader, size: entry.size, name: name)
    }
}
