// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The options of wrappers.
enum ArchiveOptions {
    static let member = FormatInfo.Option("member", "NAME", "the file inside that is meant, where there are several")
    static let maxSize = FormatInfo.Option(
        "max-size", "BYTES", "how much one file may expand to when reading; 64G by default")
    static let maxRatio = FormatInfo.Option(
        "max-ratio", "N", "expanded bytes per stored byte that are believed beyond 1 GiB when reading; 1000 by default")

    static func level(_ range: ClosedRange<Int>) -> FormatInfo.Option {
        FormatInfo.Option("level", "\(range.lowerBound)..\(range.upperBound)", "how hard to compress when writing")
    }

    /// The bounds as given, changed by the options.
    static func limits(_ input: FormatInput) throws -> ExpansionLimits {
        var limits = input.limits
        if let size = try input.options.size("max-size") { limits.maxBytes = size }
        if let ratio = try input.options.size("max-ratio") { limits.maxRatio = max(1, ratio) }
        return limits
    }

    /// - Throws: ``UsageError`` when the level is out of its range.
    static func level(_ options: OptionReader, _ wrapper: Wrapper) throws -> Int? {
        guard let level = try options.size("level"), let range = wrapper.levels else { return nil }
        guard range.contains(level) else {
            throw UsageError("\(wrapper.name): level=\(level): expected \(range.lowerBound) to \(range.upperBound)")
        }
        return level
    }
}
