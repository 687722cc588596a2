// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation

/// How much the tests that draw at random try.
public enum Thoroughness {
    /// Whether `MUSEIMG_THOROUGH=1` asks for the full numbers: minutes to an hour, rather than seconds.
    public static let isFull = ProcessInfo.processInfo.environment["MUSEIMG_THOROUGH"] == "1"
}
