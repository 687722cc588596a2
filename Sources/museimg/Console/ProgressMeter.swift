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

/// Shows how far a run has come: at most ten times a second, nothing in the first half.
final class ProgressMeter {
    private let verb: String
    private let total: Int
    private let face: Face
    /// How amounts are written.
    private let measure: (Int) -> String
    private let diagnostics: Diagnostics
    private let begun = ContinuousClock.now
    private var next: ContinuousClock.Instant
    private var isDrawn = false
    private var done = 0

    private enum Face: Equatable {
        case none, drawn, lines
        case json(FileDescriptor)

        var interval: Duration {
            switch self {
            case .lines: .seconds(5)
            default: .milliseconds(100)
            }
        }
    }

    /// - Parameters:
    ///   - verb: what goes on, as in `convert`.
    ///   - total: in all, of what is measured: bytes.
    ///   - measure: writes an amount.
    /// - Throws: ``UsageError`` when the descriptor of `fd:N` is not open.
    init(
        _ verb: String, total: Int, mode: ProgressMode, _ diagnostics: Diagnostics, isJSON: Bool,
        measure: @escaping (Int) -> String = { ByteCount.human($0) }
    ) throws {
        self.verb = verb
        self.measure = measure
        self.total = total
        self.diagnostics = diagnostics
        let canDraw = diagnostics.terminal.isTerminal && !Terminal.isDumb && !isJSON
        switch mode {
        case .never: face = .none
        case .auto: face = canDraw ? .drawn : .none
        case .always: face = canDraw ? .drawn : .lines
        case .descriptor(let number):
            guard fcntl(number, F_GETFD) >= 0 else {
                throw UsageError("--progress fd:\(number): descriptor \(number) is not open")
            }
            face = .json(FileDescriptor(rawValue: number))
        }
        next = begun + (face == .lines ? .seconds(5) : .milliseconds(500))
    }

    /// Says that `done` of the total are done.
    func update(_ done: Int) {
        self.done = done
        guard face != .none else { return }
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + face.interval
        show(at: now)
    }

    private func show(at now: ContinuousClock.Instant) {
        switch face {
        case .none: break
        case .drawn:
            isDrawn = true
            diagnostics.write("\r" + text(at: now).prefix(max(10, diagnostics.terminal.width - 1)) + "\u{1B}[K")
        case .lines:
            diagnostics.line(text(at: now))
        case .json(let descriptor):
            let line = "{\"done\":\(done),\"schema\":\"museimg.progress/1\",\"total\":\(total)}\n"
            _ = try? descriptor.writeAll(Array(line.utf8))
        }
    }

    /// `convert 43 %, 450 MiB of 1 GiB, 820 MiB/s, 1 s left`
    private func text(at now: ContinuousClock.Instant) -> String {
        let seconds = (now - begun) / .seconds(1)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let percent = total > 0 ? "\(min(100, Int(Double(done) / Double(total) * 100))) %, " : ""
        let left = rate > 0 ? ", \(Int((Double(max(0, total - done)) / rate).rounded(.up))) s left" : ""
        return "\(verb) \(percent)\(measure(done)) of \(measure(total)), \(measure(Int(rate)))/s\(left)"
    }

    /// Takes the line off the terminal, to write something else there.
    func erase() {
        guard isDrawn else { return }
        isDrawn = false
        diagnostics.write("\r\u{1B}[K")
    }

    /// No more updates will come.
    func end() {
        erase()
        if case .json = face { show(at: .now) }
    }
}
