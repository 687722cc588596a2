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
            let bytes = (layout.steps.first?.dataBits ?? 0) / 8
            let strength = weakest == strongest ? "t=\(weakest)" : "t=\(weakest)...\(strongest)"
            switch layout.code {
            case .none: return "none"
            case .unknown: return "unknown"
            case .hamming(let variant): return "Hamming \(variant.rawValue) per \(bytes)"
            case .bch: return "BCH \(strength) per \(bytes)"
            case .reedSolomon: return "Reed-Solomon \(strength) per \(bytes)"
            }
        }
    }
}
