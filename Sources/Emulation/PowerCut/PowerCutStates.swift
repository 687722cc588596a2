// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
import Flash
import Synchronization

/// Makes the states of a chip whose power was cut, each as a small store over the one that has the records.
///
/// What chance does depends on the seed, the point and the tear, and on nothing else.
public final class PowerCutStates: Sendable {
    /// What chance comes from.
    public let seed: UInt64
    private let cursor: Mutex<StoreCursor>

    public init(_ cursor: sending StoreCursor, seed: UInt64) {
        self.cursor = Mutex(cursor)
        self.seed = seed
    }

    /// The state after `cut`.
    ///
    /// - Throws: ``StoreError`` (`damaged`), and what reading the base throws.
    public func branch(_ cut: PowerCut) throws -> StoreBranch {
        try cursor.withLock { try Self.branch(cut, $0, seed) }
    }

    private static func branch(_ cut: PowerCut, _ cursor: StoreCursor, _ seed: UInt64) throws -> StoreBranch {
        let tears = PowerCut.Tear.allCases
        let number = tears.firstIndex(of: cut.tear) ?? 0
        var random = CounterRandom(seed: seed, fault: number, address: cut.point, count: 0)
        var salted = CounterRandom(seed: ~seed, fault: number, address: cut.point, count: 0)
        var branch = cursor.branch(at: cut.point, salt: salted.next())
        if let tear = cut.tear.fault, let operation = cut.operation {
            switch operation.kind {
            case .program:
                let (pages, bits) = try cursor.program(operation)
                let torn = bits.withUnsafeBytes { Tearing.program($0, tear, &random) }
                torn.withUnsafeBytes { branch.program(pages, bits: $0) }
            case .erase:
                let block = BlockNumber(operation.address)
                let before = try cursor.state(at: cut.point)
                try Tearing.erase(block, of: before, tear, &random) {
                    branch.erase(block)
                } program: {
                    branch.program($0, bits: $1)
                }
            default: break
            }
        }
        let what = cut.operationText(cursor.geometry).map { " \($0), tear \(cut.tear.rawValue)" } ?? " nothing"
        branch.losePower("after record \(cut.point), in flight:\(what)")
        return branch
    }
}
