// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How far a layout can be trusted.
public enum Sureness: String, Sendable, Hashable, CaseIterable {
    /// An independent implementation or bytes of real hardware agree.
    case verified
    /// A driver, a manual or a public decoder says so.
    case stated
    /// Follows from code that was read or from analogy.
    case inferred
    /// Only a part of it is known.
    case open
}
