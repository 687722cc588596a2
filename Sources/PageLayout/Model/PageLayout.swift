// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC

/// Which bits of a raw page are data, OOB, parity and marker, for one page size and OOB size.
///
/// A layout is a bijection between the raw page and (data, OOB): every bit of the raw page is exactly one bit of one of
/// both, whatever its value. `data` and `oob` are that bijection; ``steps`` say what the ECC is computed over, and
/// correcting is a step of its own.
public struct PageLayout: Hashable, Sendable {
    /// Its name in the catalogue, or where its file is.
    public let name: String
    /// In a few words, for people.
    public let title: String
    /// Where its facts come from.
    public let source: String
    public let sureness: Sureness
    /// Bytes of data in a page.
    public let pageSize: Int
    /// Bytes of OOB in a page, all that is not data.
    public let oobSize: Int
    /// In which order ranges count the bits of a byte, and the code takes them.
    public let order: BitOrder
    public let code: LayoutCode
    public let steps: [LayoutStep]
    /// Where the bits of the page's data lie in the raw page, in their order.
    public let data: [BitRange]
    /// Where the bits of the page's OOB lie in the raw page, in their order.
    public let oob: [BitRange]
    /// The OOB by purpose, ascending in the raw page, without gaps.
    public let fields: [OOBField]
    /// nil when the controller writes none.
    public let marker: MarkerRule?
    public let scrambler: LayoutScrambler?

    /// Bytes of data and OOB.
    public var rawPageSize: Int { pageSize + oobSize }

    /// What a layout is made from; ``PageLayout/init(_:)`` proves that it fits together.
    public struct Parts: Sendable {
        public var name: String
        public var title = ""
        public var source = ""
        public var sureness = Sureness.open
        public var pageSize: Int
        public var oobSize: Int
        public var order = BitOrder.msb
        public var code = LayoutCode.none
        public var steps: [LayoutStep] = []
        /// Pairs of whole bytes of the raw page that change places before data and OOB are taken from it.
        public var swaps: [(Int, Int)] = []
        /// Order of the OOB; nil for that of the raw page.
        public var oob: [BitRange]?
        public var free: [BitRange] = []
        public var marker: MarkerRule?
        public var scrambler: LayoutScrambler?

        public init(name: String, pageSize: Int, oobSize: Int) {
            self.name = name
            self.pageSize = pageSize
            self.oobSize = oobSize
        }
    }

    /// - Throws: ``LayoutError`` (`impossible`) when ranges leave the page, overlap, or do not add up.
    public init(_ parts: Parts) throws(LayoutError) {
        try LayoutProof(parts).check()
        name = parts.name
        title = parts.title
        source = parts.source
        sureness = parts.sureness
        pageSize = parts.pageSize
        oobSize = parts.oobSize
        order = parts.order
        code = parts.code
        steps = parts.steps
        marker = parts.marker
        scrambler = parts.scrambler
        let places = LayoutPlaces(parts)
        data = places.data
        oob = places.oob
        fields = places.fields
    }

    /// Whether data and OOB lie in the raw page as a plain dump has them: data first, OOB behind it.
    public var isContiguous: Bool {
        data == [BitRange(byte: 0, bytes: pageSize)] && oob == [BitRange(byte: pageSize, bytes: oobSize)]
    }
}
