// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// What a base that a store holds itself says of a unit: one byte.
enum BaseUnit: UInt8, Sendable {
    case erased = 0
    /// Its bytes follow; whether they are erased, they tell.
    case held = 1
    /// Its bytes follow, and are not all that were there.
    case unreadable = 2
    /// Its bytes follow, as the chip gave them.
    case uncorrectable = 3
    case missing = 4
    case absentBad = 5
    case absentUnreadable = 6

    var holdsBytes: Bool { self == .held || self == .unreadable || self == .uncorrectable }

    /// The state of a unit without bytes; nil for one with them.
    var stateWithoutBytes: PageState? {
        switch self {
        case .erased: .erased
        case .missing: .missing
        case .absentBad: .bad
        case .absentUnreadable: .unreadable
        case .held, .unreadable, .uncorrectable: nil
        }
    }

    /// - Parameter isBlank: every byte is known to be 0xFF.
    init(_ state: PageState, isAbsent: Bool, isBlank: Bool) {
        switch state {
        case .missing: self = .missing
        case .unreadable: self = isAbsent ? .absentUnreadable : .unreadable
        case .uncorrectable: self = .uncorrectable
        case .bad: self = isAbsent ? .absentBad : isBlank ? .erased : .held
        case .programmed, .erased: self = isBlank ? .erased : .held
        }
    }
}
