// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension AddressedExtents {
    /// Takes for each address the value that most of the pieces have.
    ///
    /// Pieces of lesser trust count where no better one is; provisional ones only where two agree.
    ///
    /// - Parameter pieces: all that hold `addresses`.
    mutating func vote(_ pieces: [AddressedStore.Piece], _ addresses: Range<Int>, _ bytes: SpoolWindow) throws {
        let sure = pieces.filter { $0.trust == .sure }
        let known = sure.isEmpty ? pieces.filter { $0.trust == .lesser } : sure
        let voters = known.isEmpty ? pieces : known
        let least = known.isEmpty ? 2 : 1
        if voters.count == 1 {
            if least == 1 {
                append(voters[0], from: addresses.lowerBound, count: addresses.count)
            } else {
                leaveOut(addresses.count)
            }
            return
        }
        let values = try voters.map { try bytes.values(of: $0, addresses) }
        if values.dropFirst().allSatisfy({ $0 == values[0] }) {
            append(voters[0], from: addresses.lowerBound, count: addresses.count)
            repeated += addresses.count * (voters.count - 1)
            return
        }
        var run: (voter: Int, start: Int)?
        for (i, address) in addresses.enumerated() {
            let winner = elect(values, i, least, voters, address)
            // A run goes on as long as its own voter has what was elected.
            if let open = run, let winner, values[open.voter][i] == values[winner][i] { continue }
            if let open = run { append(voters[open.voter], from: open.start, count: address - open.start) }
            run = winner.map { ($0, address) }
        }
        if let open = run { append(voters[open.voter], from: open.start, count: addresses.upperBound - open.start) }
    }

    /// As ``vote`` for stretches of any length that patterns fill: they are the same all over, or count as a conflict.
    mutating func settlePatterns(
        _ pieces: [AddressedStore.Piece], _ addresses: Range<Int>, _ winner: Winner, _ bytes: SpoolWindow
    ) throws {
        let best = pieces.filter { $0.trust != .provisional }
        guard let first = best.first ?? (pieces.count > 1 ? pieces.first : nil) else {
            return leaveOut(addresses.count)
        }
        let kept = winner == .last ? pieces.max { $0.slot < $1.slot } ?? first : first
        let part = addresses.prefix(kept.period)
        let values = try bytes.values(of: kept, part)
        for other in best.isEmpty ? pieces : best where other.slot != kept.slot {
            let others = try bytes.values(of: other, part)
            guard other.period != kept.period || others != values else { continue }
            let isOut = winner == .majority
            note(
                Conflict(
                    address: addresses.lowerBound, kept: isOut ? nil : values[0], other: others[0],
                    textOffset: other.textOffset))
            if isOut { return }
        }
        append(kept, from: addresses.lowerBound, count: addresses.count)
    }

    /// The first voter that has the value of most; nil when there is none such.
    private mutating func elect(
        _ values: [[UInt8]], _ i: Int, _ least: Int, _ voters: [AddressedStore.Piece], _ address: Int
    ) -> Int? {
        var counts: [(value: UInt8, first: Int, votes: Int)] = []
        for (voter, own) in values.enumerated() {
            if let known = counts.firstIndex(where: { $0.value == own[i] }) {
                counts[known].votes += 1
            } else {
                counts.append((own[i], voter, 1))
            }
        }
        let best = counts.max { ($0.votes, -$0.first) < ($1.votes, -$1.first) }
        guard let best else { return nil }
        let rivals = counts.filter { $0.value != best.value }
        let isTie = rivals.contains { $0.votes == best.votes } || best.votes < least
        if let rival = rivals.first {
            note(
                Conflict(
                    address: address, kept: isTie ? nil : best.value, other: isTie ? best.value : rival.value,
                    textOffset: voters[rival.first].textOffset))
        } else {
            repeated += best.votes - 1
        }
        return isTie ? nil : best.first
    }
}
