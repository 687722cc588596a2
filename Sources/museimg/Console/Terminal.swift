// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a stream is connected to, and how it may be written to.
struct Terminal {
    let isTerminal: Bool
    /// Whether to colour what goes there.
    let usesColor: Bool
    /// Columns of text.
    let width: Int

    init(descriptor: Int32, color: ColorMode) {
        isTerminal = isatty(descriptor) == 1
        width = Terminal.columns(of: descriptor)
        switch color {
        case .always: usesColor = true
        case .never: usesColor = false
        case .auto:
            usesColor = isTerminal && (Terminal.environment("NO_COLOR") ?? "").isEmpty && !Terminal.isDumb
        }
    }

    /// Whether the terminal cannot move its cursor.
    static var isDumb: Bool { environment("TERM").map { $0 == "dumb" || $0.isEmpty } ?? true }

    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func columns(of descriptor: Int32) -> Int {
        if let given = environment("COLUMNS").flatMap({ Int($0) }), given > 0 { return given }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }
}
