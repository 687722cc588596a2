// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A key stream that the controller adds to what it writes.
public struct LayoutScrambler: Hashable, Sendable {
    /// The generator of the stream.
    public enum Generator: String, Sendable, Hashable, CaseIterable {
        /// PRBS-15 with the seeds of Allwinner's controllers.
        case allwinner
        /// PRBS-15 with the seeds of MediaTek MT8167 and MT8516.
        case mediatek
    }

    public var generator: Generator
    /// What the generator starts from; page n of a block uses number n modulo their count.
    public var seeds: [UInt16]
    /// Each stream runs through its ranges, whole bytes, in order; the next starts from the seed again.
    public var streams: [[BitRange]]
    /// Whole bytes inside the streams that take their part of the key and are written as they are.
    public var plain: [BitRange]

    public init(generator: Generator, seeds: [UInt16], streams: [[BitRange]], plain: [BitRange] = []) {
        self.generator = generator
        self.seeds = seeds
        self.streams = streams
        self.plain = plain
    }
}
