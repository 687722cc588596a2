// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// One item of a filter as it is written, with what stands behind it: `eio@block:3=0.1%,on=read`.
struct FaultItem {
    let name: String
    let place: Where?
    /// nil where none was given.
    var value: String?
    var modifiers: [(key: String, value: String)] = []
    /// As the user wrote it.
    var text: String

    /// - Throws: ``UsageError`` when its place is none.
    init(_ option: FormatSpec.Option) throws(UsageError) {
        let at = option.key.firstIndex(of: "@")
        name = String(option.key[..<(at ?? option.key.endIndex)])
        place = if let at { try Where(parsing: String(option.key[option.key.index(after: at)...])) } else { nil }
        value = option.value == "yes" ? nil : option.value
        text = value.map { "\(option.key)=\($0)" } ?? option.key
    }

    mutating func add(_ option: FormatSpec.Option) {
        modifiers.append((option.key, option.value))
        text += ",\(option.key)=\(option.value)"
    }

    func modifier(_ key: String) -> String? { modifiers.last { $0.key == key }?.value }

    /// The chance that the item's value names, or that of its modifier; 1 where none is given.
    func rate(_ key: String? = nil, default: Double? = 1) throws(UsageError) -> Double {
        guard let text = key.map({ modifier($0) }) ?? value else {
            guard let usual = `default` else {
                throw invalid("a chance is missing", hint: "write \(name)=1e-5, \(name)=0.1% or \(name)=1/1024")
            }
            return usual
        }
        guard let rate = Self.rate(text) else { throw invalid("'\(text)' is no chance") }
        guard rate > 0, rate <= 1 else { throw invalid("a chance lies between 0 and 1, and this is \(text)") }
        return rate
    }

    /// `1e-5`, `0.1%`, `1/1024`.
    private static func rate(_ text: String) -> Double? {
        if text.hasSuffix("%") { return Double(text.dropLast()).map { $0 / 100 } }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == parts.count, numbers.allSatisfy(\.isFinite) else { return nil }
        return switch numbers.count {
        case 1: numbers[0]
        case 2: numbers[0] / numbers[1]
        default: nil
        }
    }

    /// The number that the item's value is; nil when it is none.
    func whole(_ text: String?) -> Int? {
        guard let text, text.allSatisfy(\.isNumber), let number = Int(text) else { return nil }
        return number
    }

    /// A number of bits of a page, or of times.
    func count(_ what: String, _ text: String?, default usual: Int? = nil) throws(UsageError) -> Int {
        guard let text else {
            guard let usual else { throw invalid("\(what) is missing") }
            return usual
        }
        guard let number = whole(text), number <= 1 << 20 else { throw invalid("'\(text)' is no \(what)") }
        return number
    }

    /// What `on=` says: `read`, `program`, `erase`, or several joined by `+`.
    func operations(default usual: Fault.Operations) throws(UsageError) -> Fault.Operations {
        guard let text = modifier("on") else { return usual }
        var operations: Fault.Operations = []
        for word in text.split(separator: "+", omittingEmptySubsequences: false) {
            guard let one = Self.operations[String(word)] else {
                throw invalid("on=\(text): expected \(Self.operations.keys.sorted().joined(separator: ", "))")
            }
            operations.insert(one)
        }
        return operations
    }

    private static let operations: [String: Fault.Operations] = [
        "read": .read, "program": .program, "erase": .erase,
    ]

    func tear() throws(UsageError) -> Fault.Tear {
        guard let text = modifier("tear") else { return .random }
        guard let tear = Fault.Tear(rawValue: text) else {
            throw invalid(
                "tear=\(text): expected \(Fault.Tear.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return tear
    }

    /// `365d`, `12h`, `10y`, in days.
    func age() throws(UsageError) -> Double {
        guard let text = modifier("age") else { throw invalid("age= is missing, as in \(name)=1e-9,age=5y") }
        let days: [Character: Double] = ["h": 1.0 / 24, "d": 1, "y": 365.25]
        guard let unit = text.last.flatMap({ days[$0] }), let number = Double(text.dropLast()), number >= 0,
            number.isFinite
        else { throw invalid("age=\(text): expected a time as in 12h, 30d or 5y") }
        return number * unit
    }

    /// `read:50us,program:600us,erase:3ms`
    func latency() throws(UsageError) -> Fault.Latency {
        var latency = Fault.Latency()
        for part in (value ?? "").split(separator: ",") {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let time = Self.nanoseconds(pair[1]) else {
                throw invalid(
                    "'\(part)' is no time of an operation", hint: "write \(name)=read:50us,program:600us,erase:3ms")
            }
            switch pair[0] {
            case "read": latency.read = time
            case "program": latency.program = time
            case "erase": latency.erase = time
            default: throw invalid("'\(pair[0])' is no operation: expected read, program, erase")
            }
        }
        guard latency != Fault.Latency() else {
            throw invalid("no time is given", hint: "write \(name)=read:50us,program:600us,erase:3ms")
        }
        return latency
    }

    private static func nanoseconds(_ text: Substring) -> Int? {
        for (unit, factor) in [("ns", 1.0), ("us", 1e3), ("ms", 1e6), ("s", 1e9)] where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number >= 0, number * factor <= 60e9 else { continue }
            return Int(number * factor)
        }
        return nil
    }

    func invalid(_ what: String, hint: String? = nil) -> UsageError {
        UsageError("faults: \(text): \(what)", hint: hint ?? "`museimg faults \(name)` explains it")
    }
}
