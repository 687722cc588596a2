// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A whole number, written with names: `page + 2 + i*14`.
///
/// `+ - * /` (rounding down, for positive numbers), parentheses, decimal and 0x numbers, names. All arithmetic is
/// checked: a layout file is input.
struct Expression: Hashable, Sendable {
    let text: String
    private let root: Node

    private indirect enum Node: Hashable, Sendable {
        case number(Int)
        case name(String)
        case operation(Character, Node, Node)
    }

    struct Failure: Error { var message: String }

    static let maximumLength = 200
    static let maximumDepth = 32

    init(_ value: Int) {
        text = "\(value)"
        root = .number(value)
    }

    /// - Throws: ``Failure`` that says what cannot be read.
    init(parsing text: String) throws(Failure) {
        guard text.utf8.count <= Self.maximumLength else {
            throw Failure(message: "an expression of more than \(Self.maximumLength) characters")
        }
        var parser = Parser(rest: text[...], whole: text)
        let root = try parser.sum(depth: 0)
        parser.skipSpace()
        guard parser.rest.isEmpty else { throw parser.failure("unexpected '\(parser.rest)'") }
        self.text = text
        self.root = root
    }

    /// - Parameter value: of a name; nil when it is unknown.
    /// - Throws: ``Failure`` for an unknown name, overflow, division by zero.
    func evaluate(_ value: (String) throws(Failure) -> Int?) throws(Failure) -> Int {
        try evaluate(root, value)
    }

    private func evaluate(_ node: Node, _ value: (String) throws(Failure) -> Int?) throws(Failure) -> Int {
        switch node {
        case .number(let number): return number
        case .name(let name):
            guard let known = try value(name) else { throw Failure(message: "'\(text)': unknown name '\(name)'") }
            return known
        case .operation(let symbol, let left, let right):
            let (a, b) = (try evaluate(left, value), try evaluate(right, value))
            let result: (partialValue: Int, overflow: Bool) =
                switch symbol {
                case "+": a.addingReportingOverflow(b)
                case "-": a.subtractingReportingOverflow(b)
                case "*": a.multipliedReportingOverflow(by: b)
                default: a.dividedReportingOverflow(by: b)
                }
            guard !result.overflow else { throw Failure(message: "'\(text)': \(a) \(symbol) \(b) has no value") }
            return result.partialValue
        }
    }

    private struct Parser {
        var rest: Substring
        let whole: String

        func failure(_ what: String) -> Failure { Failure(message: "'\(whole)': \(what)") }

        mutating func skipSpace() { rest = rest.drop { $0 == " " } }

        mutating func take(_ symbols: String) -> Character? {
            skipSpace()
            guard let first = rest.first, symbols.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }

        mutating func sum(depth: Int) throws(Failure) -> Node {
            var left = try product(depth: depth)
            while let symbol = take("+-") { left = .operation(symbol, left, try product(depth: depth)) }
            return left
        }

        mutating func product(depth: Int) throws(Failure) -> Node {
            var left = try atom(depth: depth)
            while let symbol = take("*/") { left = .operation(symbol, left, try atom(depth: depth)) }
            return left
        }

        mutating func atom(depth: Int) throws(Failure) -> Node {
            guard depth < Expression.maximumDepth else { throw failure("nested too deep") }
            if take("(") != nil {
                let inner = try sum(depth: depth + 1)
                guard take(")") != nil else { throw failure("a parenthesis is not closed") }
                return inner
            }
            skipSpace()
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            rest = rest.dropFirst(word.count)
            guard let first = word.first else {
                throw failure(rest.isEmpty ? "ends too early" : "unexpected '\(rest)'")
            }
            if first.isNumber {
                let number = word.hasPrefix("0x") ? Int(word.dropFirst(2), radix: 16) : Int(word)
                guard let number else { throw failure("'\(word)' is no number") }
                return .number(number)
            }
            return .name(String(word))
        }
    }
}
