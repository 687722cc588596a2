// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BCHDecoder {
    /// Room that one thread needs to decode steps of one code, one after the other.
    public final class Workspace {
        let odd: AlignedTable<UInt64>
        /// Logarithms of S(0) ... S(2t), that of S(0) not being used.
        let syndromeLogs: AlignedTable<UInt32>
        /// Three polynomials that Berlekamp-Massey passes round, and the logarithms of their coefficients.
        let polynomials: AlignedTable<UInt16>
        let polynomialLogs: AlignedTable<UInt32>
        let matrices: AlignedTable<UInt64>
        let trace: TraceSearch.Room
        let found: AlignedTable<Int32>
        var foundCount = 0

        public init(for decoder: BCHDecoder) {
            let t = decoder.parameters.strength
            odd = AlignedTable(repeating: 0, count: decoder.syndromes.stride / 4)
            syndromeLogs = AlignedTable(repeating: 0, count: 2 * t + 1)
            polynomials = AlignedTable(repeating: 0, count: 3 * (t + 1))
            polynomialLogs = AlignedTable(repeating: 0, count: 3 * (t + 1))
            matrices = AlignedTable(repeating: 0, count: 4 * ((t + 1) / 2))
            trace = TraceSearch.Room(m: decoder.parameters.m, strength: t)
            found = AlignedTable(repeating: 0, count: t)
        }

        /// Positions of the last answer, ascending; valid until the workspace is used again.
        public var positions: UnsafeBufferPointer<Int32> {
            UnsafeBufferPointer(start: found.base, count: foundCount)
        }
    }
}
