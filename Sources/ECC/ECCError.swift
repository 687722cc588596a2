// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A code that cannot exist, or bytes of a length that the code does not have.
public struct ECCError: Error, Hashable, Sendable {
    public enum Kind: Sendable, Hashable {
        /// The polynomial is not a primitive one of its field.
        case notPrimitive
        /// The numbers do not make a code: field too small for the step, strength out of range.
        case impossibleCode
        /// Bytes of another length than the code's.
        case wrongLength
    }

    public var kind: Kind
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension ECCError: CustomStringConvertible {
    public var description: String { message }
}
