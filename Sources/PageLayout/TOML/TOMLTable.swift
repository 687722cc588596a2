// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A table of a document that is being read: others may still be put into it.
final class TOMLTable {
    /// What made it decides what may add to it.
    enum Origin {
        /// A header that names a table in it; it may have a header of its own later.
        case passing
        case header
        /// A dotted key; only dotted keys of the same table add values to it.
        case dotted
    }

    private enum Entry {
        /// Complete: nothing is added to it any more.
        case value(TOMLTree)
        case table(TOMLTable)
        case list(List)
    }

    private final class List {
        var tables: [TOMLTable] = []
    }

    /// Why something cannot stand where it does.
    struct Refusal: Error {
        var detail: String
    }

    /// Tables around it.
    let depth: Int
    private var origin: Origin
    private var entries: [String: Entry] = [:]

    init(depth: Int, _ origin: Origin) {
        self.depth = depth
        self.origin = origin
    }

    var tree: TOMLTree {
        .table(
            entries.mapValues { entry in
                switch entry {
                case .value(let value): value
                case .table(let table): table.tree
                case .list(let list): .array(list.tables.map(\.tree))
                }
            })
    }

    private func make(_ origin: Origin, below levels: Int = 1) throws(Refusal) -> TOMLTable {
        guard depth + levels < TOMLTree.maximumDepth else {
            throw Refusal(detail: "nested more than \(TOMLTree.maximumDepth) deep")
        }
        return TOMLTable(depth: depth + levels, origin)
    }

    /// The table that a header's last name stands in; for a list, its last table.
    func parent(ofHeader names: [String]) throws(Refusal) -> TOMLTable {
        var table = self
        for name in names {
            switch table.entries[name] {
            case nil:
                let new = try table.make(.passing)
                table.entries[name] = .table(new)
                table = new
            case .table(let next): table = next
            case .list(let list):
                guard let last = list.tables.last else { throw Refusal(detail: "'\(name)' is an empty list") }
                table = last
            case .value: throw Refusal(detail: "'\(name)' has a value already")
            }
        }
        return table
    }

    /// The table that the last name of a dotted key stands in.
    func parent(ofDotted names: [String]) throws(Refusal) -> TOMLTable {
        var table = self
        for name in names {
            switch table.entries[name] {
            case nil:
                let new = try table.make(.dotted)
                table.entries[name] = .table(new)
                table = new
            case .table(let next):
                guard next.origin != .header else { throw Refusal(detail: "'\(name)' is a table already") }
                next.origin = .dotted
                table = next
            case .list, .value: throw Refusal(detail: "'\(name)' has a value already")
            }
        }
        return table
    }

    /// `[name]`.
    func open(_ name: String) throws(Refusal) -> TOMLTable {
        switch entries[name] {
        case nil:
            let new = try make(.header)
            entries[name] = .table(new)
            return new
        case .table(let table):
            guard table.origin == .passing else { throw Refusal(detail: "'\(name)' is a table already") }
            table.origin = .header
            return table
        case .list, .value: throw Refusal(detail: "'\(name)' has a value already")
        }
    }

    /// `[[name]]`.
    func append(_ name: String) throws(Refusal) -> TOMLTable {
        let list: List
        switch entries[name] {
        case nil:
            list = List()
            entries[name] = .list(list)
        case .list(let known): list = known
        case .table, .value: throw Refusal(detail: "'\(name)' has a value already")
        }
        // The list is a level too.
        let new = try make(.header, below: 2)
        list.tables.append(new)
        return new
    }

    func checkVacant(_ name: String) throws(Refusal) {
        guard entries[name] == nil else { throw Refusal(detail: "'\(name)' has a value already") }
    }

    func set(_ name: String, _ value: TOMLTree) { entries[name] = .value(value) }
}
