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
    private let search: LocatorSearch
    private let matrixSearch: MatrixSearch?
    private let traceSearch: TraceSearch

    /// - Parameter acceleration: what may be used of what the processor has.
    /// - Throws: ``ECCError`` unless such a code exists and holds so long a message.
    public init(
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
        self.parameters = parameters
        self.messageBits = messageBits
        self.parityBits = parityBits
        differenceWords = (parityBits + 63) / 64
        let tables = FieldTables(field)
        self.tables = tables
        syndromes = SyndromeTables(tables, strength: parameters.strength, parityBits: parityBits)
        search = LocatorSearch(tables: tables, strength: parameters.strength)
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
        return UnsafeMutableRawPointer(odd).withMemoryRebound(to: UInt16.self, capacity: parameters.strength) {
            isSingle($0) ? single($0[0], workspace) : several($0, workspace)
        }
    }

    /// One error X makes S(c) = X^c.
    @inline(__always)
    private func isSingle(_ odd: UnsafePointer<UInt16>) -> Bool {
        guard odd[0] != 0 else { return false }
        let log = Int(tables.log[Int(odd[0])])
        let twice = tables.wrapped(2 &* log)
        var power = log
        for j in 1..<max(1, parameters.strength) {
            power = tables.wrapped(power &+ twice)
            guard odd[j] == tables.antilog[power] else { return false }
        }
        return true
    }

    @inline(__always)
    private func single(_ locator: UInt16, _ workspace: Workspace) -> Int? {
        guard let position = position(of: locator) else { return nil }
        workspace.found.base[0] = position
        workspace.foundCount = 1
        return 1
    }

    @inline(never)
    private func several(_ odd: UnsafePointer<UInt16>, _ workspace: Workspace) -> Int? {
        guard let (locator, degree) = locator(odd, workspace), degree > 0 else { return nil }
        let count: Int? =
            switch degree {
            case 1, 2: rest(of: locator, degree, after: 0, workspace)
            default: roots(of: locator, degree, workspace)
            }
        guard let count, count == degree, order(workspace.found.base, count) else { return nil }
        workspace.foundCount = count
        return count
    }

    @inline(__always)
    private func locator(
        _ odd: UnsafePointer<UInt16>, _ workspace: Workspace
    ) -> (coefficients: UnsafePointer<UInt16>, degree: Int)? {
        if let matrixSearch {
            let coefficients = workspace.polynomials.base
            return matrixSearch.locator(odd, to: coefficients).map { (UnsafePointer(coefficients), $0) }
        }
        return search.locator(odd, workspace)
    }

    private func roots(of locator: UnsafePointer<UInt16>, _ degree: Int, _ workspace: Workspace) -> Int? {
        let found = workspace.found.base
        if let matrixSearch {
            // Two roots that are left follow from the others.
            let count = matrixSearch.roots(
                of: locator, degree: degree, enough: degree &- 2, workspace.matrices.base, to: found)
            guard count >= degree &- 2 else { return nil }
            let last = Int32(truncatingIfNeeded: messageBits &+ parityBits &- 1)
            for i in 0..<count { found[i] = last &- found[i] }
            return rest(of: locator, degree, after: count, workspace)
        }
        var count = 0
        var inside = true
        let complete = traceSearch.roots(of: locator, degree: degree, workspace.trace) { root in
            guard let position = position(of: root) else {
                inside = false
                return
            }
            found[count] = position
            count &+= 1
        }
        return complete && inside ? count : nil
    }

    /// Adds the last one or two positions to those that are known.
    private func rest(
        of locator: UnsafePointer<UInt16>, _ degree: Int, after count: Int, _ workspace: Workspace
    ) -> Int? {
        let found = workspace.found.base
        // l(1) is the sum of all locators, l(d) their product.
        var sum = locator[1]
        var product = Int(tables.log[Int(locator[degree])])
        for i in 0..<count {
            let log = messageBits &+ parityBits &- 1 &- Int(found[i])
            sum ^= tables.antilog[log]
            product = tables.wrapped(product &+ tables.n &- log)
        }
        switch degree &- count {
        case 0:
            return count
        case 1:
            guard let last = position(of: sum) else { return nil }
            found[count] = last
        default:
            guard let (a, b) = tables.roots(sum: sum, product: tables.antilog[product]),
                let first = position(of: a), let second = position(of: b)
            else { return nil }
            found[count] = first
            found[count &+ 1] = second
        }
        return degree
    }

    /// The position of a locator alpha^e; nil outside the word.
    @inline(__always)
    private func position(of locator: UInt16) -> Int32? {
        guard locator != 0 else { return nil }
        let position = messageBits &+ parityBits &- 1 &- Int(tables.log[Int(locator)])
        return position < 0 ? nil : Int32(truncatingIfNeeded: position)
    }

    /// Sorts positions; false when two are the same.
    private func order(_ positions: UnsafeMutablePointer<Int32>, _ count: Int) -> Bool {
        // The search goes from the last position to the first.
        var (a, b) = (0, count &- 1)
        while a < b {
            (positions[a], positions[b]) = (positions[b], positions[a])
            a &+= 1
            b &-= 1
        }
        for i in 1..<max(1, count) {
            let value = positions[i]
            var j = i
            while j > 0, positions[j &- 1] > value {
                positions[j] = positions[j &- 1]
                j &-= 1
            }
            guard j == 0 || positions[j &- 1] < value else { return false }
            positions[j] = value
        }
        return true
    }
}
