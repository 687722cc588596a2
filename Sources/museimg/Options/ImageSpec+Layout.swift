// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

extension ImageSpec {
    /// Takes `layout=` out of the innermost format: it is the image's own, whatever its format.
    ///
    /// - Throws: ``UsageError`` for a text that is no layout.
    mutating func takeLayout() throws -> LayoutChoice? {
        guard var last = formats.popLast() else { return nil }
        defer { formats.append(last) }
        let texts = last.options.filter { $0.key == "layout" }.map(\.value)
        last.options.removeAll { $0.key == "layout" }
        return texts.isEmpty || texts == ["auto"] ? nil : try LayoutChoice(parsing: texts, option: "layout=")
    }
}
