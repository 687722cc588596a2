// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A colour of text on a terminal: what stands out, and what steps back.
enum Paint: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case magenta = "35"
    case cyan = "36"
    case reverse = "7"

    static let end = "\u{1B}[0m"

    var start: String { "\u{1B}[\(rawValue)m" }

    /// `text` in this colour, or as it is where there are none.
    func callAsFunction(_ text: String, if usesColor: Bool) -> String {
        usesColor ? start + text + Paint.end : text
    }
}
