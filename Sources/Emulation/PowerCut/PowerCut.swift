// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
public import Flash

/// The end of power after a record of a store, with what was in flight done in part.
public struct PowerCut: Sendable, Hashable {
    /// The number of the last record that was done.
    public var point: Int
    public var tear: Tear
    /// What was in flight: the next program, erase or mark of a bad block; nil where none was.
    public var operation: StoreCursor.Step?

    /// What becomes of the operation in flight.
    public enum Tear: String, Sendable, Hashable, CaseIterable {
        /// It had not begun.
        case none
        /// The first bytes of the page, as many as chance says; of an erase, the first pages.
        case page
        /// The first half.
        case half
        /// Each bit settled or not, by a chance that is drawn for the whole.
        case random

        /// The same as faults have it; nil for nothing done.
        var fault: Fault.Tear? {
            switch self {
            case .none: nil
            case .page: .prefix
            case .half: .half
            case .random: .random
            }
        }
    }

    public init(point: Int, tear: Tear, operation: StoreCursor.Step?) {
        self.point = point
        self.tear = tear
        self.operation = operation
    }

    /// `program of block 3 page 5`, `erase of block 3`; nil where nothing was in flight.
    public func operationText(_ geometry: Geometry) -> String? {
        guard let operation else { return nil }
        switch operation.kind {
        case .program:
            let page = PageNumber(operation.address)
            let block = geometry.block(of: page)
            let index = page.rawValue - geometry.firstPage(of: block).rawValue
            return "program of \(block) \(geometry.isNOR ? "byte" : "page") \(index)"
        case .erase: return "erase of block \(operation.address)"
        default: return "mark of block \(operation.address) as bad"
        }
    }
}

extension StoreCursor {
    /// What was in flight when power went after record `point`; nil where it was the last, or something else came between.
    public func operation(after point: Int) -> Step? {
        // What a compaction left is in no order of time.
        guard point >= first else { return nil }
        var next = index(after: point)
        while next < steps.count, steps[next].sequence <= last {
            switch steps[next].kind {
            case .program, .erase, .markBad: return steps[next]
            case .rewind, .powerLoss: return nil
            default: next += 1
            }
        }
        return nil
    }
}
