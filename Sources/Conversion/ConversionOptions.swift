// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// What the user asked of a conversion, beside its source and its target.
public struct ConversionOptions: Sendable {
    /// What becomes of the source's OOB.
    public enum OOB: String, Sendable, CaseIterable {
        /// Kept where the target has room for it.
        case keep
        /// Left out; a target that cannot do without OOB gets 0xFF.
        case drop
        /// As `drop`, and the target's OOB is wanted as 0xFF: nothing is missed.
        case make
    }

    /// What becomes of pages that the source does not hold.
    public enum Missing: String, Sendable, CaseIterable {
        /// Left out where the target can; 0xFF, and counted, where it cannot.
        case keep
        /// 0xFF.
        case erased
    }

    /// What becomes of pages whose ECC cannot correct them.
    public enum OnError: String, Sendable, CaseIterable {
        /// The conversion fails.
        case stop
        /// The bits as they are.
        case raw
        /// Zeros in the data of each step that cannot be corrected.
        case zero
        /// The page is left out as one that the source does not hold.
        case skip
    }

    /// Pages of the chip to convert; nil for all.
    public var range: PageRange?
    public var oob: OOB?
    /// Goes before what the target's own options say.
    public var bad: BadBlockPolicy?
    public var missing: Missing?
    public var onError: OnError

    public init(
        range: PageRange? = nil, oob: OOB? = nil, bad: BadBlockPolicy? = nil, missing: Missing? = nil,
        onError: OnError = .stop
    ) {
        self.range = range
        self.oob = oob
        self.bad = bad
        self.missing = missing
        self.onError = onError
    }

    /// The chip as a target is to see it: without OOB when that is dropped.
    ///
    /// - Throws: ``FlashError`` (`badGeometry`), which a valid geometry never causes.
    public func targetGeometry(of source: Geometry) throws(FlashError) -> Geometry {
        oob == .drop ? try source.with(oobSize: 0) : source
    }
}
