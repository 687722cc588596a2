// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The names of a dotted key, outermost first, never none.
struct TOMLKey {
    var parents: [String]
    var last: String
    /// Its first byte in the document.
    var place: Int
}

extension TOMLReader {
    /// `[table]` or `[[table of a list]]`.
    ///
    /// - Returns: the table that the next lines are of.
    mutating func header(in root: TOMLTable) throws(LayoutError) -> TOMLTable {
        let isList = take("[[")
        if !isList { try expect("[", "[") }
        skipBlanks()
        let key = try key()
        skipBlanks()
        try expect(isList ? "]]" : "]", isList ? "]] behind the name of a table" : "] behind the name of a table")
        return try refused(key) { () throws(TOMLTable.Refusal) in
            let parent = try root.parent(ofHeader: key.parents)
            return isList ? try parent.append(key.last) : try parent.open(key.last)
        }
    }

    /// `key = value`.
    ///
    /// - Parameter depth: of the values of the table.
    mutating func keyValue(into table: TOMLTable) throws(LayoutError) {
        let key = try key()
        skipBlanks()
        try expect("=", "= behind the key")
        skipBlanks()
        // The place is made sure of before the value is read: a value may be long.
        let parent = try refused(key) { () throws(TOMLTable.Refusal) in
            let parent = try table.parent(ofDotted: key.parents)
            try parent.checkVacant(key.last)
            return parent
        }
        parent.set(key.last, try value(depth: parent.depth + 1))
    }

    private func refused<T>(_ key: TOMLKey, _ body: () throws(TOMLTable.Refusal) -> T) throws(LayoutError) -> T {
        do { return try body() } catch { throw failure(error.detail, at: key.place) }
    }

    private mutating func key() throws(LayoutError) -> TOMLKey {
        var key = TOMLKey(parents: [], last: "", place: position)
        key.last = try keyName()
        while true {
            let end = position
            skipBlanks()
            guard take(".") else {
                position = end
                return key
            }
            skipBlanks()
            key.parents.append(key.last)
            guard key.parents.count < TOMLTree.maximumDepth else {
                throw failure("a key of more than \(TOMLTree.maximumDepth) names")
            }
            key.last = try keyName()
        }
    }

    private mutating func keyName() throws(LayoutError) -> String {
        switch next {
        case "\"": return try basicString()
        case "'": return try literalString()
        default:
            let name = take { $0.isBareKey }
            guard !name.isEmpty else { throw failure("expected a key, found \(found)") }
            return name
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isBareKey: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
