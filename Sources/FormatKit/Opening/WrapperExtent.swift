// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// How far a wrapper reaches that begins at the start of a file.
///
/// A raw dump may well begin with a compressed kernel: only what reaches to the end of the file is a wrapper.
package enum WrapperExtent: Sendable {
    /// To the end of the file, as a checksum or the structure shows.
    case whole(Confidence, String)
    /// Up to here, in bytes, and something else follows.
    case part(Int)
    /// The magic is there, but the rest is not as it should be.
    case broken(String)

    /// - Parameter nameAgrees: whether the file's extension means this wrapper.
    package func probe(_ wrapper: String, in source: any ByteSource, nameAgrees: Bool) -> Probe {
        switch self {
        case .whole(let confidence, let proof):
            return Probe(confidence, proof)
        case .part(let end):
            let text = "it ends at \(ByteCount.hex(end)), the file at \(ByteCount.hex(source.size))"
            return doubtful(wrapper, text, nameAgrees)
        case .broken(let what):
            return doubtful(wrapper, what, nameAgrees)
        }
    }

    private func doubtful(_ wrapper: String, _ doubt: String, _ nameAgrees: Bool) -> Probe {
        nameAgrees
            ? Probe(.likely, "\(wrapper)'s magic and the file's extension agree, but \(doubt)")
            : Probe(.weak, "begins with \(wrapper)'s magic, but \(doubt)")
    }

    /// What ends at `end` in `source`.
    package static func ending(at end: Int, of source: any ByteSource, _ proof: String) -> WrapperExtent {
        end == source.size ? .whole(.likely, proof) : .part(end)
    }
}
