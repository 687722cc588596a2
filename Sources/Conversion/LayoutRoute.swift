// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import PageLayout

/// The way of the pages through layouts: decoded, corrected, encoded, or none of it.
public final class LayoutRoute {
    /// What the user wants of ECC.
    public struct Wishes: Sendable {
        /// nil: corrected where the target drops the parity or gets new one.
        public var corrects: Bool?
        public var onError: ConversionOptions.OnError

        public init(corrects: Bool? = nil, onError: ConversionOptions.OnError = .stop) {
            self.corrects = corrects
            self.onError = onError
        }

        var uncorrectable: DecodedSource.Uncorrectable { onError == .zero ? .zero : .raw }
    }

    /// The pages to convert.
    public let source: any PageSource
    /// What of the OOB is missed when it is left out; nil where all of it is, for ECC made no use of any.
    public let rest: OOBRest?
    /// Whether wrong bits are put right.
    private let corrects: Bool
    private let tally = StepTally()
    private var encoded: EncodedSource?
    /// Whether the source's layout had a part in it.
    private let looksAtECC: Bool

    /// - Parameters:
    ///   - raw: as the dump holds the pages.
    ///   - layouts: of the dump; nil when unknown.
    ///   - target: the layouts of the output; nil when it is to stay as it is.
    ///   - keepsOOB: whether the output has OOB.
    /// - Throws: ``LayoutError`` when the pages do not fit the target.
    public init(
        _ raw: any PageSource, layouts: LayoutPlan?, target: LayoutPlan?, keepsOOB: Bool, wishes: Wishes
    ) throws(LayoutError) {
        if let target {
            let origin: EncodedSource.Origin =
                layouts.map {
                    .layouts($0, corrects: wishes.corrects ?? true, uncorrectable: wishes.uncorrectable)
                } ?? .plain
            let encoded = try EncodedSource(raw, origin: origin, target: target, tally: tally)
            self.encoded = encoded
            source = encoded
            rest = nil
            corrects = wishes.corrects ?? true
            looksAtECC = layouts != nil
            return
        }
        corrects = wishes.corrects ?? !keepsOOB
        rest = corrects && !keepsOOB ? layouts.map { OOBRest($0) } : nil
        guard let layouts, corrects || !keepsOOB else {
            source = raw
            looksAtECC = false
            return
        }
        source = DecodedSource(
            raw, plan: layouts,
            mode: .init(corrects: corrects, arranges: !keepsOOB, uncorrectable: wishes.uncorrectable),
            tally: corrects ? tally : nil)
        looksAtECC = corrects
    }

    /// Puts what came of it into the account of a conversion that has run.
    public func complete(_ account: inout Account) {
        if looksAtECC {
            account.ecc = tally.totals
            account.isCorrected = corrects
        }
        guard let encoded else { return }
        account.add(.oobUnplaced, encoded.account.oobLost, .implied)
        account.add(.notEncoded, encoded.account.unencodedPages, .lost)
    }
}
