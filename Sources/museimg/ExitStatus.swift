// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// How a run ended, as the shell sees it.
enum ExitStatus: Equatable {
    /// Done; the answer is yes, equal, clean.
    case done
    /// Done; the answer is no.
    case no
    /// Unreadable or malformed input, I/O error.
    case failed
    /// Finished, and what is missing was counted.
    case losses
    case usage
    /// This machine lacks a driver, a device or a right.
    case unavailable
    /// In use.
    case busy
    /// A bug in museimg.
    case bug
    /// Stopped by a signal, after cleaning up.
    case stopped(signal: Int32)
    /// That of a program that ran for us.
    case of(Int32)

    var code: Int32 {
        switch self {
        case .done: 0
        case .no: 1
        case .failed: 2
        case .losses: 3
        case .usage: 64
        case .unavailable: 69
        case .busy: 75
        case .bug: 70
        case .stopped(let signal): 128 + signal
        case .of(let code): code
        }
    }
}
