// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit

/// One fault of a filter: what goes wrong, where, and how often.
public struct Fault: Sendable, Hashable {
    public var kind: Kind
    /// nil: everywhere.
    public var place: Where?
    /// It happens no earlier than after so many operations of its kind on one place.
    public var after = 0
    /// It happens no more often than this on one place; nil for no limit.
    public var times: Int?
    /// As the user wrote it, for messages.
    public var text: String

    public enum Kind: Sendable, Hashable {
        /// Each bit read is wrong with this chance, anew at each read.
        case flips(rate: Double)
        /// So many bits of a page are wrong at each read, the same ones each time.
        case weakBits(Int)
        /// Now and then, up to so many bits of a page that is read: nandsim's `bitflips`.
        case burst(most: Int, rate: Double)
        /// So many bits of a page read as 0 or as 1, whatever is programmed.
        case stuck(Int)
        /// Each read of a block programs each bit of its other pages a little: a chance a bit and read.
        case readDisturb(rate: Double)
        /// Each program of a page does so to its two neighbours.
        case programDisturb(rate: Double)
        /// Bits that lie programmed lose their charge: a chance a bit over the whole age.
        case retention(rate: Double)
        /// A read of a programmed page gives random bytes: nandsim's `gravepages`.
        case garble(rate: Double)
        /// The block was bad from the start.
        case bad
        /// Programs and erases of the block fail, and change nothing.
        case grownBad
        /// Done, but the chip says that it failed.
        case fails(Operations, rate: Double)
        /// Not done, and fails.
        case refuses(Operations, rate: Double)
        /// Not done, and the chip says that it was.
        case lies(Operations, rate: Double)
        /// Done in part, and fails.
        case tears(Operations, rate: Double, Tear)
        /// Takes its time.
        case delays(Latency)
        /// Fails as on a chip whose WP# is low.
        case protects
    }

    /// Operations that a fault is about.
    public struct Operations: OptionSet, Sendable, Hashable {
        public var rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let read = Operations(rawValue: 1)
        public static let program = Operations(rawValue: 2)
        public static let erase = Operations(rawValue: 4)
    }

    /// How far an operation came that was torn.
    public enum Tear: String, Sendable, Hashable, CaseIterable {
        /// The first bytes of a page, or pages of a block, as many as chance says; the others not at all.
        case prefix
        /// The first half.
        case half
        /// Each bit settled or not, by a chance that is drawn for the whole.
        case random
    }

    /// In nanoseconds: a page read, a page programmed, a block erased.
    public struct Latency: Sendable, Hashable {
        public var read = 0
        public var program = 0
        public var erase = 0
    }

    var usesChance: Bool {
        switch kind {
        case .bad, .grownBad, .delays, .protects: false
        case .fails(_, let rate), .refuses(_, let rate), .lies(_, let rate): rate < 1
        default: true
        }
    }

    public init(_ kind: Kind, at place: Where? = nil, text: String) {
        self.kind = kind
        self.place = place
        self.text = text
    }
}

/// A fault that happened.
public struct FaultEvent: Sendable, Hashable {
    /// Its number in the filter, from 0.
    public var number: Int
    public var fault: Fault
    /// The first page it is about; of an erase, of the block.
    public var page: PageNumber
    /// Bits that it changed; nil where it is not about bits.
    public var bits: Int?

    /// As in `flip=1e-5, bits: 2`.
    public var words: String { fault.text + (bits.map { ", bits: \($0)" } ?? "") }
}
