// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

extension JournaledStore {
    /// Names a point.
    ///
    /// - Parameter point: a number or a mark; nil for the present state.
    /// - Returns: the number of the record that is named.
    /// - Throws: ``UsageError``, ``IOFailure``.
    @discardableResult
    public func mark(_ name: String, at point: String? = nil) throws -> Int {
        try StoreHistory.checkName(name)
        let history = try StoreHistory(writer.file)
        if let other = history.marks.last(where: { $0.name == name }) {
            throw UsageError("\(writer.file.name): the mark '\(name)' is there already, at \(other.target)")
        }
        let target = try history.point(point)
        try add(.mark, name, target)
        try sync()
        return target
    }

    /// Makes the state after record `point` the present one. What was after it stays in the store, under a mark.
    ///
    /// - Returns: the number that is gone back to, and the name of that mark; nil when nothing was after it.
    /// - Throws: ``UsageError``, ``IOFailure``.
    public func rewind(to point: String) throws -> (target: Int, mark: String?) {
        let history = try StoreHistory(writer.file)
        let target = try history.point(point)
        var mark: String?
        if target != history.head, !history.marks.contains(where: { $0.target == history.head }) {
            let taken = Set(history.marks.map(\.name))
            let name = "before-rewind-\(history.head)"
            mark = taken.contains(name) ? "\(name)-\(history.end)" : name
            try add(.mark, mark ?? "", history.head)
        }
        try jump(to: target, history)
        try writer.checkpoint(state.index)
        try sync()
        return (target, mark)
    }

    /// Appends the record that makes the state after `target` the present one.
    func jump(to target: Int, _ history: StoreHistory) throws {
        let index = try history.index(at: target)
        try add(.rewind, "", target)
        state.index.replace(by: index)
    }

    func add(_ kind: Record.Kind, _ name: String, _ target: Int) throws {
        try writer.append {
            $0.add(kind, address: target, Array(name.utf8), seed: writer.header.seed)
            guard let event = StoreEvent.Kind(rawValue: kind.rawValue) else { return }
            $0.events.append(StoreEvent(kind: event, sequence: $0.sequence, target: target, name: name))
            if kind == .rewind { $0.needsFull = true }
        }
    }

    /// Writes down that power was lost here, or that a fault was injected.
    ///
    /// - Parameters:
    ///   - text: what happened, for the log.
    ///   - address: the page or the block it happened to; 0 for the whole chip.
    public func note(_ kind: Record.Kind, _ text: String, at address: Int) throws {
        try writer.append { $0.add(kind, address: address, Array(text.utf8), seed: writer.header.seed) }
    }
}
