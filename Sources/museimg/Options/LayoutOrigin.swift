// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Identification

/// Where the layouts of an image come from.
enum LayoutOrigin: Equatable {
    case given
    /// Its own bytes prove them; with the strongest evidence.
    case proved(String)

    /// For a line of text.
    var words: String {
        switch self {
        case .given: "as given"
        case .proved(let evidence): "proved: \(evidence)"
        }
    }
}

extension Subject {
    /// Where the layouts come from; nil when none is known.
    var layoutOrigin: LayoutOrigin? {
        guard layouts != nil else { return nil }
        guard let proved = identification?.proved else { return .given }
        return .proved(proved.evidence.first?.text ?? "its parity fits")
    }
}
