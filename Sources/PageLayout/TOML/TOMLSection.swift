// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A table of a layout file, read key by key; a key that nobody read is an error.
struct TOMLSection {
    let file: String
    /// Its place in the file: `steps[1].parity[0]`.
    let path: String
    let values: [String: TOMLTree]

    init(file: String, path: String, _ tree: TOMLTree) throws(LayoutError) {
        guard case .table(let values) = tree else {
            throw LayoutError(.malformed, file, at: path, "\(tree.kind), expected a table")
        }
        self.file = file
        self.path = path
        self.values = values
    }

    private init(file: String, path: String, values: [String: TOMLTree]) {
        self.file = file
        self.path = path
        self.values = values
    }

    /// The same with the keys of `other` put over its own; tables in both are joined.
    func overlaid(by other: TOMLSection) -> TOMLSection {
        let values = values.merging(other.values) { mine, its in
            guard case .table(let a) = mine, case .table(let b) = its else { return its }
            return .table(a.merging(b) { _, its in its })
        }
        return TOMLSection(file: file, path: path, values: values)
    }

    private func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func malformed(_ key: String, _ detail: String) -> LayoutError {
        LayoutError(.malformed, file, at: place(key), detail)
    }

    /// - Throws: ``LayoutError`` that lists the known keys.
    func checkKeys(_ known: [String]) throws(LayoutError) {
        for key in values.keys.sorted() where !known.contains(key) {
            throw malformed(key, "unknown key; here are known: \(known.joined(separator: ", "))")
        }
    }

    func string(_ key: String) throws(LayoutError) -> String? {
        switch values[key] {
        case nil: return nil
        case .string(let text): return text
        case .some(let other): throw malformed(key, "\(other.kind), expected a string")
        }
    }

    func required(_ key: String) throws(LayoutError) -> String {
        guard let text = try string(key) else { throw malformed(key, "is missing") }
        return text
    }

    func bool(_ key: String) throws(LayoutError) -> Bool {
        switch values[key] {
        case nil: return false
        case .bool(let value): return value
        case .some(let other): throw malformed(key, "\(other.kind), expected true or false")
        }
    }

    /// - Parameter usual: where the key is not there; nil when it has to be.
    func number(_ key: String, usual: Int? = nil) throws(LayoutError) -> Int {
        switch values[key] {
        case .integer(let number): return number
        case nil:
            guard let usual else { throw malformed(key, "is missing") }
            return usual
        case .some(let other): throw malformed(key, "\(other.kind), expected a number")
        }
    }

    /// A number or an expression.
    func expression(_ key: String) throws(LayoutError) -> Expression? {
        switch values[key] {
        case nil: return nil
        case .integer(let number): return Expression(number)
        case .string(let text):
            do { return try Expression(parsing: text) } catch { throw malformed(key, error.message) }
        case .some(let other): throw malformed(key, "\(other.kind), expected a number or an expression")
        }
    }

    func list(_ key: String) throws(LayoutError) -> [TOMLTree] {
        switch values[key] {
        case nil: return []
        case .array(let list): return list
        case .some(let other): throw malformed(key, "\(other.kind), expected a list")
        }
    }

    func numbers(_ key: String) throws(LayoutError) -> [Int] {
        var numbers: [Int] = []
        for value in try list(key) {
            guard case .integer(let number) = value else {
                throw malformed(key, "holds \(value.kind), expected numbers")
            }
            numbers.append(number)
        }
        return numbers
    }

    func strings(_ key: String) throws(LayoutError) -> [String] {
        var strings: [String] = []
        for value in try list(key) {
            guard case .string(let text) = value else {
                throw malformed(key, "holds \(value.kind), expected strings")
            }
            strings.append(text)
        }
        return strings
    }

    func section(_ key: String) throws(LayoutError) -> TOMLSection? {
        guard let value = values[key] else { return nil }
        return try TOMLSection(file: file, path: place(key), value)
    }

    func sections(_ key: String) throws(LayoutError) -> [TOMLSection] {
        var sections: [TOMLSection] = []
        for (i, value) in try list(key).enumerated() {
            sections.append(try TOMLSection(file: file, path: "\(place(key))[\(i)]", value))
        }
        return sections
    }

    /// One of the cases that have a name.
    func choice<T: RawRepresentable & CaseIterable>(_ key: String) throws(LayoutError) -> T?
    where T.RawValue == String {
        guard let text = try string(key) else { return nil }
        guard let value = T(rawValue: text) else {
            let known = T.allCases.map(\.rawValue).joined(separator: ", ")
            throw malformed(key, "'\(text)', expected one of \(known)")
        }
        return value
    }
}
