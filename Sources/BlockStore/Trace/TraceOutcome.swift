// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How an operation on a chip ended.
public enum TraceOutcome: UInt16, Sendable, Hashable, CaseIterable {
    case done = 0
    /// The chip said that its program or erase failed.
    case failed = 1
    case unreadable = 2
    case badBlock = 3
    case readOnly = 4
    case noSpace = 5
    /// It asked for what cannot be.
    case refused = 6
    case other = 7

    public init(_ error: any Error) {
        switch (error as? FlashError)?.code {
        case .failed: self = .failed
        case .unreadable, .uncorrectable: self = .unreadable
        case .badBlock: self = .badBlock
        case .readOnly: self = .readOnly
        case .outOfRange, .wrongLength, .rules, .unsupported: self = .refused
        default: self = (error as? IOFailure)?.errno.rawValue == ENOSPC ? .noSpace : .other
        }
    }

    /// As a person reads it.
    public var word: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .unreadable: "unreadable"
        case .badBlock: "bad block"
        case .readOnly: "read-only"
        case .noSpace: "no space"
        case .refused: "refused"
        case .other: "error"
        }
    }
}
