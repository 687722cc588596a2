// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Messages on their way side by side, so that the look-ups of one need not wait for those of another.
protocol BCHLanes {
    static var count: Int { get }
    /// - Parameter stride: bytes from one message to the next.
    init(_ first: UnsafeRawPointer, stride: Int)
    /// Takes in the first 1...7 bytes, which a message has beyond whole words.
    mutating func take(lead: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>)
    /// Takes in eight bytes.
    mutating func take(at offset: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>)
    /// Compares or stores the parities of step `i` and the next ones; returns how many differ.
    func finish(_ i: Int, _ steps: BCHSteps, _ shape: BCHShape, _ scratch: UnsafeMutablePointer<UInt64>) -> Int
}

/// One message.
struct BCHLane<State: BCHSlicingState>: BCHLanes {
    private let message: UnsafeRawPointer
    private var state = State()

    static var count: Int { 1 }

    @inline(__always)
    init(_ first: UnsafeRawPointer, stride: Int) { message = first }

    @inline(__always)
    mutating func take(lead: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>) {
        var word: UInt64 = 0
        for i in 0..<lead { word = word &<< 8 | UInt64(message.load(fromByteOffset: i, as: UInt8.self)) }
        state.take(order.reordered(word), tables)
    }

    @inline(__always)
    mutating func take(at offset: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>) {
        let word = UInt64(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        state.take(order.reordered(word), tables)
    }

    @inline(__always)
    func finish(_ i: Int, _ steps: BCHSteps, _ shape: BCHShape, _ scratch: UnsafeMutablePointer<UInt64>) -> Int {
        state.store(scratch)
        return steps.finish(i, scratch, shape) ? 1 : 0
    }
}

/// Twice as many.
struct BCHTwice<Lanes: BCHLanes>: BCHLanes {
    private var first: Lanes
    private var second: Lanes

    static var count: Int { 2 &* Lanes.count }

    @inline(__always)
    init(_ first: UnsafeRawPointer, stride: Int) {
        self.first = Lanes(first, stride: stride)
        second = Lanes(first + Lanes.count &* stride, stride: stride)
    }

    @inline(__always)
    mutating func take(lead: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>) {
        first.take(lead: lead, order, tables)
        second.take(lead: lead, order, tables)
    }

    @inline(__always)
    mutating func take(at offset: Int, _ order: BitOrder, _ tables: UnsafePointer<UInt64>) {
        first.take(at: offset, order, tables)
        second.take(at: offset, order, tables)
    }

    @inline(__always)
    func finish(_ i: Int, _ steps: BCHSteps, _ shape: BCHShape, _ scratch: UnsafeMutablePointer<UInt64>) -> Int {
        first.finish(i, steps, shape, scratch) &+ second.finish(i &+ Lanes.count, steps, shape, scratch)
    }
}
