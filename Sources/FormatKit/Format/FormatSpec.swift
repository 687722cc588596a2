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
        options.reduce(into: name) { text, option in
            text += ",\(option.key)="
            for (i, part) in option.value.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
                // A comma stands by itself only before a digit, where it continues a list; a '=' would make it an option.
                let continues = part.first?.isNumber == true && !part.contains("=")
                if i > 0 { text += continues ? "," : "\\," }
                text += part.replacing("\\", with: "\\\\")
            }
        }
    }
}
