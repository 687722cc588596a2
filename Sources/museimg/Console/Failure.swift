// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import FUSEView
import Flash
import FormatKit
import Mounts
import PageLayout

/// An error on its way to the user: its text, and the exit status that it means.
struct Failure {
    let error: any Error
    /// The file to name where the error does not.
    let subject: String?

    init(_ error: any Error, subject: String? = nil) {
        self.error = error
        self.subject = subject
    }

    var status: ExitStatus {
        switch error {
        case let stop as Interrupted: .stopped(signal: stop.signal)
        case is UsageError: .usage
        case let error as LayoutError where error.code == .unknown: .usage
        case let error as MountError: error.code.status
        case let error as StoreError where error.code == .busy: .busy
        case let error as FUSEError where error.code == .unavailable: .unavailable
        case let error as FUSEError where error.code == .busy: .busy
        case is any Diagnostic: .failed
        default: .bug
        }
    }

    /// Tells it on standard error.
    func report(to diagnostics: Diagnostics) -> ExitStatus {
        switch error {
        case is Interrupted:
            diagnostics.line("stopped")
        case let known as any Diagnostic:
            diagnostics.line(prefix + known.message, .red)
            if let hint = known.hint { diagnostics.hint(hint) }
        default:
            diagnostics.line("a bug in museimg: \(error)", .red)
        }
        return status
    }

    /// The file's name, for errors that carry none.
    private var prefix: String {
        guard let subject else { return "" }
        switch error {
        case is FlashError: return "\(subject): "
        case let error as FormatError where error.name.isEmpty: return "\(subject): "
        default: return ""
        }
    }
}

extension MountError.Code {
    var status: ExitStatus {
        switch self {
        case .unavailable: .unavailable
        case .busy: .busy
        case .notMounted: .no
        case .failed: .failed
        }
    }
}
