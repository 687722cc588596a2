// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A value that has no quotes or brackets.
struct TOMLWord {
    let text: String

    init(_ text: String) { self.text = text }

    /// nil when it is no value of TOML, or a number of more than 64 bits.
    var value: TOMLTree? {
        switch text {
        case "true": .bool(true)
        case "false": .bool(false)
        case _ where isMoment: .other("date or time")
        case _ where isFraction: .other("fraction")
        default: integer.map(TOMLTree.integer)
        }
    }

    private var integer: Int? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            return Self.digits(text.dropFirst(2), radix: radix).flatMap { Int($0, radix: radix) }
        }
        guard Self.isDecimal(text[...]) else { return nil }
        return Int(text.filter { $0 != "_" })
    }

    /// `+1.5e-3`, `inf`, `nan`.
    private var isFraction: Bool {
        let unsigned = Self.unsigned(text[...])
        if unsigned == "inf" || unsigned == "nan" { return true }
        let power = text.firstIndex { $0 == "e" || $0 == "E" }
        if let power {
            let digits = Self.unsigned(text[text.index(after: power)...])
            guard Self.digits(digits, radix: 10) != nil else { return false }
        }
        let number = text[..<(power ?? text.endIndex)]
        guard let point = number.firstIndex(of: ".") else { return power != nil && Self.isDecimal(number) }
        return Self.isDecimal(number[..<point])
            && Self.digits(number[number.index(after: point)...], radix: 10) != nil
    }

    private static func unsigned(_ text: Substring) -> Substring {
        text.first == "+" || text.first == "-" ? text.dropFirst() : text
    }

    /// Decimal digits behind an optional sign, without zeros in front.
    private static func isDecimal(_ text: Substring) -> Bool {
        guard let digits = digits(unsigned(text), radix: 10) else { return false }
        return digits == "0" || digits.first != "0"
    }

    /// Digits without the underscores between them; nil when there is none or something else.
    private static func digits(_ text: Substring, radix: Int) -> String? {
        let groups = text.split(separator: "_", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ group in !group.isEmpty && group.allSatisfy { isDigit($0, radix) } }) else {
            return nil
        }
        return groups.joined()
    }

    private static func isDigit(_ character: Character, _ radix: Int) -> Bool {
        character.isASCII && character.hexDigitValue.map { $0 < radix } == true
    }
}

/// Dates and times, by their form: no calendar is asked.
extension TOMLWord {
    /// `1979-05-27`.
    var isDate: Bool { Self.matches(text[...], "0000-00-00") }

    private var isMoment: Bool {
        if isDate || Self.isTime(text[...]) { return true }
        let date = text.prefix(10)
        let rest = text.dropFirst(10)
        guard Self.matches(date, "0000-00-00"), rest.first == "T" || rest.first == "t" else { return false }
        var time = rest.dropFirst()
        if let last = time.last, last == "Z" || last == "z" {
            time = time.dropLast()
        } else if let zone = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            guard Self.matches(time[time.index(after: zone)...], "00:00") else { return false }
            time = time[..<zone]
        }
        return Self.isTime(time)
    }

    /// `07:32:00`, `07:32:00.5`.
    private static func isTime(_ text: Substring) -> Bool {
        let fraction = text.dropFirst(8)
        guard matches(text.prefix(8), "00:00:00") else { return false }
        return fraction.isEmpty
            || fraction.first == "." && fraction.count > 1 && fraction.dropFirst().allSatisfy { isDigit($0, 10) }
    }

    /// - Parameter form: 0 stands for any digit.
    private static func matches(_ text: Substring, _ form: String) -> Bool {
        text.count == form.count && zip(text, form).allSatisfy { $1 == "0" ? isDigit($0, 10) : $0 == $1 }
    }
}
