// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What correcting one step in place came to.
public enum Correction: Hashable, Sendable {
    /// The step was a code word.
    case clean
    /// It is one now: so many bits were changed, in the message and in the parity.
    case corrected(bits: Int)
    /// No code word is near enough; nothing was changed.
    case uncorrectable
}
