// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// What a wrapper holds, expanded piece by piece.
protocol ExpandedStream: AnyObject {
    /// Bytes of the wrapper's file that were read so far.
    var consumed: Int { get }

    /// The next bytes and where they lie in the expanded file; what lies between two pieces is a hole.
    ///
    /// - Returns: nil at the end. The bytes are valid until the next call.
    /// - Throws: ``FormatError`` with the offset in the wrapper's file, ``IOFailure``, ``Interrupted``.
    func next() throws -> ExpandedPiece?
}

struct ExpandedPiece {
    var offset: Int
    var bytes: UnsafeRawBufferPointer
}
