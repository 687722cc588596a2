// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Finds the errors of BCH code words from the difference between stored and computed parity.
///
/// A claim is exact. Berlekamp-Massey gives the shortest recurrence of S(1)...S(2t), of length d at most t. When its
/// polynomial has d distinct roots 1/X, then S(j) = sum of y X^j with weights y, none of which is 0 for the recurrence
/// is the shortest. S(2j) = S(j)^2 makes y = y^2, so all are 1: flipping the d bits X makes all syndromes 0, and the
/// word is a code word. So d distinct roots within the word are proof, and anything else is refused.
public final class BCHDecoder: Sendable {
    public let parameters: BCHParameters
    /// Length of the message in bits.
    public let messageBits: Int
    /// Degree of the generator: length of the parity in bits.
    public let parityBits: Int
    /// 64-bit words of a difference.
    public let differenceWords: Int

    let tables: FieldTables
    let syndromes: SyndromeTables
    private let few: FewErrors
    private let locatorSearch: LocatorSearch
    private let matrixSearch: MatrixSearch?
    private let traceSearch: TraceSearch

    /// - Parameter acceleration: what may be used of what the processor has.
    /// - Throws: ``ECCError`` unless such a code exists and holds so long a message.
    public convenience init(
        _ parameters: BCHParameters, messageBits: Int, acceleration: Acceleration = .detected
    ) throws(ECCError) {
        let field = try parameters.field()
        let parityBits = parameters.generator(in: field).degree
        guard messageBits > 0, messageBits <= field.n - parityBits else {
            throw ECCError(
                .impossibleCode,
                "BCH with m=\(parameters.m), t=\(parameters.strength) holds 1 to \(field.n - parityBits) bits, "
                    + "not \(messageBits)")
        }
        self.init(parameters, field, messageBits: messageBits, parityBits: parityBits, acceleration)
    }

    /// The decoder of a code.
    public convenience init(_ code: BCHCode, acceleration: Acceleration = .detected) {
        self.init(
            code.parameters, code.field, messageBits: code.messageBits, parityBits: code.parityBits, acceleration)
    }

    private init(
        _ parameters: BCHParameters, _ field: GaloisField, messageBits: Int, parityBits: Int,
        _ acceleration: Acceleration
    ) {
        self.parameters = parameters
        self.messageBits = messageBits
        self.parityBits = parityBits
        differenceWords = (parityBits + 63) / 64
        let tables = FieldTables(field)
        self.tables = tables
        syndromes = SyndromeTables(tables, strength: parameters.strength, parityBits: parityBits)
        few = FewErrors(tables: tables, strength: parameters.strength)
        locatorSearch = LocatorSearch(tables: tables, strength: parameters.strength)
        traceSearch = TraceSearch(tables: tables)
        let planar = acceleration.usable.contains(.gfni) && parameters.strength > 2
        matrixSearch =
            planar
            ? MatrixSearch(tables, strength: parameters.strength, length: messageBits + parityBits) : nil
    }

    /// The errors that explain a difference; their positions are left in the workspace.
    ///
    /// Position k counts bits in the order of transmission: first the message, then the parity.
    ///
    /// - Parameter difference: XOR of stored and computed parity, the first bit transmitted being bit 63 of word 0;
    ///   ``differenceWords`` words, the bits after the last of the parity being 0.
    /// - Returns: number of errors; nil when no pattern of at most t errors within the word explains the difference.
    public func locate(_ difference: UnsafePointer<UInt64>, _ workspace: Workspace) -> Int? {
        workspace.foundCount = 0
        var any: UInt64 = 0
        for i in 0..<differenceWords { any |= difference[i] }
        guard any != 0 else { return 0 }
        let odd = workspace.odd.base
        syndromes.syndromes(of: difference, to: odd)
        return UnsafeMutableRawPointer(odd).withMemoryRebound(to: UInt16.self, capacity: parameters.strength) { odd in
            if few.isSingle(odd) { return single(odd[0], workspace) }
            if let pair = few.pair(odd) { return double(pair, workspace) }
            return several(odd, workspace)
        }
    }

    @inline(__always)
    private func single(_ locator: UInt16, _ workspace: Workspace) -> Int? {
        guard let position = position(of: locator) else { return nil }
        workspace.found.base[0] = position
        workspace.foundCount = 1
        return 1
    }

    @inline(__always)
    private func double(_ pair: (UInt16, UInt16), _ workspace: Workspace) -> Int? {
        guard let a = position(of: pair.0), let b = position(of: pair.1) else { return nil }
        workspace.found.base[0] = min(a, b)
        workspace.found.base[1] = max(a, b)
        workspace.foundCount = 2
        return 2
    }

    @inline(never)
    private func several(_ odd: UnsafePointer<UInt16>, _ workspace: Workspace) -> Int? {
        // One and two errors have been told already: a locator of so low a degree has no roots in the field.
        guard let (locator, degree) = locator(odd, workspace), degree > 2,
            roots(of: locator, degree, workspace), inOrder(workspace.found.base, degree)
        else { return nil }
        workspace.foundCount = degree
        return degree
    }

    @inline(__always)
    private func locator(
        _ odd: UnsafePointer<UInt16>, _ workspace: Workspace
    ) -> (coefficients: UnsafePointer<UInt16>, degree: Int)? {
        // Planes cost the same for few elements as for many.
        guard let matrixSearch, parameters.strength > 8 else { return locatorSearch.locator(odd, workspace) }
        let coefficients = workspace.polynomials.base
        return matrixSearch.locator(odd, to: coefficients).map { (UnsafePointer(coefficients), $0) }
    }

    /// Leaves the positions of all roots in the workspace; false when some are missing.
    private func roots(of locator: UnsafePointer<UInt16>, _ degree: Int, _ workspace: Workspace) -> Bool {
        let found = workspace.found.base
        if let matrixSearch {
            // Two roots that are left follow from the others.
            let count = matrixSearch.roots(
                of: locator, degree: degree, enough: degree &- 2, workspace.matrices.base, to: found)
            guard count >= degree &- 2 else { return false }
            for i in 0..<count { found[i] = lastPosition &- found[i] }
            return addLast(of: locator, degree, after: count, found)
        }
        var count = 0
        let complete = traceSearch.roots(of: locator, degree: degree, workspace.trace) { root in
            guard let position = position(of: root) else { return }
            found[count] = position
            count &+= 1
        }
        return complete && count == degree
    }
}
