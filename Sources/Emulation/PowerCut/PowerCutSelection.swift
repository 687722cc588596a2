// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// Which cuts are made, as `--at` and `--tear` say it.
public struct PowerCutSelection: Sendable, Hashable {
    /// One word of `--at`.
    public enum Item: Sendable, Hashable {
        case all
        /// Where a sync was the last.
        case syncs
        /// Where an operation is in flight, and only with a part of it done.
        case inside
        case every(Int)
        case random(Int)
        /// Numbers or marks, both included; nil for the first or the last.
        case range(String?, String?)
        case point(String)
    }

    public var items: [Item]
    /// In the order of their names, without doubles.
    public var tears: [PowerCut.Tear]

    /// - Parameters:
    ///   - points: of `--at`, each a list with commas; none for all.
    ///   - tears: of `--tear`, likewise.
    /// - Throws: ``UsageError``.
    public init(points: [String], tears: [String]) throws(UsageError) {
        let words = points.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        items = []
        for word in words { items.append(try Self.item(word)) }
        if items.isEmpty { items = [.all] }
        var wanted: Set<PowerCut.Tear> = []
        for word in tears.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            guard let tear = PowerCut.Tear(rawValue: String(word)) else {
                throw UsageError("--tear \(word): none, page, half or random")
            }
            wanted.insert(tear)
        }
        if wanted.isEmpty {
            wanted = items == [.inside] ? [.page] : items.contains(.inside) ? [.none, .page] : [.none]
        }
        self.tears = PowerCut.Tear.allCases.filter(wanted.contains)
        guard !items.contains(.inside) || wanted != [.none] else {
            throw UsageError("--at inside is about operations done in part, and --tear none leaves none")
        }
    }

    private static func item(_ word: String) throws(UsageError) -> Item {
        switch word {
        case "all": return .all
        case "syncs": return .syncs
        case "inside": return .inside
        case "": throw UsageError("--at: a point is empty", hint: "as in --at 142,200..300,every:10")
        default: break
        }
        for (name, make) in [("every:", Item.every), ("random:", Item.random)] where word.hasPrefix(name) {
            guard let number = Int(word.dropFirst(name.count)), number > 0 else {
                throw UsageError("--at \(word): wants a number of 1 or more behind the colon")
            }
            return make(number)
        }
        guard let dots = word.firstRange(of: "..") else { return .point(word) }
        let (from, to) = (String(word[..<dots.lowerBound]), String(word[dots.upperBound...]))
        guard !from.isEmpty || !to.isEmpty else {
            throw UsageError("--at \(word): a range has an end", hint: "as in --at 200..300 or --at 200..")
        }
        return .range(from.isEmpty ? nil : from, to.isEmpty ? nil : to)
    }

    /// Whether what is chosen, or what is done, depends on a seed.
    public var usesChance: Bool {
        tears.contains { $0 == .page || $0 == .random }
            || items.contains { if case .random = $0 { true } else { false } }
    }
}
