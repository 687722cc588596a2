// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A record that a store's history is told by: a mark, or a rewind.
public struct StoreEvent: Sendable, Hashable {
    public enum Kind: UInt8, Sendable { case mark = 7, rewind = 9 }

    public var kind: Kind
    /// Of the record itself.
    public var sequence: Int
    /// The record whose state is meant.
    public var target: Int
    /// Of a mark; empty for a rewind.
    public var name: String

    /// nil for records that are none.
    init?(_ record: Record, payload: UnsafeRawBufferPointer) {
        guard let kind = Kind(rawValue: record.kind.rawValue) else { return nil }
        self.init(
            kind: kind, sequence: record.sequence, target: record.address,
            name: kind == .mark ? String(decoding: payload, as: UTF8.self) : "")
    }

    init(kind: Kind, sequence: Int, target: Int, name: String) {
        self.kind = kind
        self.sequence = sequence
        self.target = target
        self.name = name
    }
}
