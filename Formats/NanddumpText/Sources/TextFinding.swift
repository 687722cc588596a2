// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What can be noticed in a text, in the order in which it is told.
enum TextFinding: Int, CaseIterable {
    case ecc, conflict, asciiColumn, unreadableByte, oobRows, lostRows, address, console, repeats
}
