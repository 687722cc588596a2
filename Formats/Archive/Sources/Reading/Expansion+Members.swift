// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

extension Expansion {
    /// The regular files of an archive, in its order.
    ///
    /// - Throws: ``FormatError`` (`tooLarge` beyond ``ExpansionLimits/maxMembers`` entries of any kind).
    func members() throws -> [WrappedPart] {
        var parts: [WrappedPart] = []
        var names = UniqueNames()
        var index = 0
        let reader = try openArchive()
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
        return parts
    }

    private func openArchive() throws -> LibraryReader {
        guard case .library(let setup) = wrapper.reading else {
            throw FormatError(.unsupported, name: source.name, "\(wrapper.name) has no members")
        }
        try wrapper.check?(source)
        return try LibraryReader(wrapper, setup, source)
    }

    private func member(at index: Int, name: String) throws -> any ByteSource {
        let reader = try openArchive()
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
