// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
import Flash
import FormatKit

extension PowerCutSelection {
    /// The cuts, by point, then by tear.
    ///
    /// - Throws: ``UsageError`` for what is no point of the store.
    public func cuts(of cursor: StoreCursor, seed: UInt64) throws -> [PowerCut] {
        let all = Self.points(of: cursor)
        /// Whether the point is wanted as it is, too, not only with an operation done in part.
        var chosen: [Int: Bool] = [:]
        for item in items {
            let isInside = item == .inside
            for point in try points(item, all, cursor, seed) {
                chosen[point] = !isInside || chosen[point] == true
            }
        }
        return chosen.sorted { $0.key < $1.key }.flatMap { point, isWhole -> [PowerCut] in
            let operation = cursor.operation(after: point)
            guard operation?.isTearable == true else {
                // Nothing to tear: the same state for all tears.
                return isWhole ? [PowerCut(point: point, tear: .none, operation: operation)] : []
            }
            return tears.filter { isWhole || $0 != .none }.map {
                PowerCut(point: point, tear: $0, operation: operation)
            }
        }
    }

    /// Each state once: the points right before an operation, by which all was promised that ever is of it, and the last.
    private static func points(of cursor: StoreCursor) -> [Int] {
        var points: [Int] = []
        var previous = 0
        for step in cursor.steps where step.sequence <= cursor.last {
            // A rewind or a power loss ends a line of history: what was there then is a state too.
            let isEnd = [.program, .erase, .markBad, .rewind, .powerLoss].contains(step.kind)
            if isEnd, previous >= cursor.first { points.append(previous) }
            previous = step.sequence
        }
        // A store without an operation has one state, its base's.
        return points + [max(previous, cursor.first)]
    }

    private func points(_ item: Item, _ all: [Int], _ cursor: StoreCursor, _ seed: UInt64) throws -> [Int] {
        switch item {
        case .all: return all
        case .syncs:
            return cursor.steps.filter {
                $0.kind == .sync && $0.sequence <= cursor.last && $0.sequence >= cursor.first
            }.map(\.sequence)
        case .inside: return all.filter { cursor.operation(after: $0)?.isTearable == true }
        case .every(let number): return stride(from: 0, to: all.count, by: number).map { all[$0] }
        case .random(let number):
            var random = CounterRandom(seed: seed, fault: -1, address: 0, count: 0)
            return random.places(number, of: all.count).map { all[$0] }
        case .point(let text): return [try point(text, cursor)]
        case .range(let from, let to):
            let low = try from.map { try point($0, cursor) } ?? 0
            let high = try to.map { try point($0, cursor) } ?? cursor.last
            guard low <= high else {
                throw UsageError("--at \(from ?? "")..\(to ?? ""): \(low) comes after \(high)")
            }
            return all.filter { (low...high).contains($0) }
        }
    }

    private func point(_ text: String, _ cursor: StoreCursor) throws -> Int {
        let point = try cursor.point(text)
        guard point <= cursor.last else {
            throw UsageError("--at \(text): record \(point) comes after \(cursor.last), at which the store is opened")
        }
        return point
    }
}

extension StoreCursor.Step {
    /// Whether it can be done in part.
    fileprivate var isTearable: Bool { kind == .program || kind == .erase }
}
