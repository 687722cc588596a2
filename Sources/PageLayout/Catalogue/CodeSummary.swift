// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

extension LayoutTemplate {
    /// The code in a few words, over all geometries: `BCH t=8...18 per 512`.
    ///
    /// - Throws: ``LayoutError`` when a layout cannot be made for a geometry that the file names.
    public var codeSummary: String {
        get throws(LayoutError) {
            var strengths: [Int] = []
            var layout: PageLayout?
            for shape in shapes {
                let next = try self.layout(for: shape)
                strengths.append(next.code.strength)
                layout = next
            }
            guard let layout, let weakest = strengths.min(), let strongest = strengths.max() else { return "none" }
            return layout.codeSummary(weakest == strongest ? "t=\(weakest)" : "t=\(weakest)...\(strongest)")
        }
    }
}

extension PageLayout {
    /// The code in a few words: `BCH t=8 per 512`.
    public var codeSummary: String { codeSummary("t=\(code.strength)") }

    /// Bytes of data in a step; 0 without steps.
    public var stepSize: Int { (steps.first?.dataBits ?? 0) / 8 }

    fileprivate func codeSummary(_ strength: String) -> String {
        code.isKnown ? "\(code.name(strength)) per \(stepSize)" : code.name(strength)
    }
}
