// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A format with its options as a person writes it: `nanddump,bb=skip,bad=3,6`.
public struct FormatSpec: Sendable, Hashable, CustomStringConvertible {
    public var name: String
    /// In the order written. A token without `=` is a continuation of a list, or a flag with the value `yes`.
    public var options: [Option]

    public struct Option: Sendable, Hashable {
        public var key: String
        public var value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(_ name: String, _ options: KeyValuePairs<String, String> = [:]) {
        self.name = name
        self.options = options.map { Option(key: $0.key, value: $0.value) }
    }

    /// Reads `NAME[,KEY=VALUE...]`. A backslash takes the special meaning from the character behind it.
    public init(parsing text: some StringProtocol) {
        var tokens: [(key: String?, value: String)] = [(nil, "")]
        var isEscaped = false
        for character in text {
            let last = tokens.count - 1
            if isEscaped {
                tokens[last].value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                tokens.append((nil, ""))
            } else if character == "=", tokens[last].key == nil {
                tokens[last] = (tokens[last].value, "")
            } else {
                tokens[last].value.append(character)
            }
        }
        name = tokens.removeFirst().value
        options = []
        for token in tokens {
            if let key = token.key {
                options.append(Option(key: key, value: token.value))
            } else if token.value.first?.isNumber == true, !options.isEmpty {
                options[options.count - 1].value += "," + token.value
            } else if !token.value.isEmpty {
                options.append(Option(key: token.value, value: "yes"))
            }
        }
    }

    /// What ``init(parsing:)`` reads back.
    public var description: String {
        options.reduce(into: name) { text, option in text += ",\(option.key)=\(FormatSpec.written(option.value))" }
    }

    /// Lists of numbers keep their commas, for reading; in all else the special characters are escaped.
    private static func written(_ value: String) -> String {
        let parts = value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let isList = parts.allSatisfy { part in
            part.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
                && part.allSatisfy { ".xX".utf8.contains($0) || Character(UnicodeScalar($0)).isHexDigit }
        }
        guard !isList else { return value }
        return value.replacing("\\", with: "\\\\").replacing(",", with: "\\,")
    }
}
