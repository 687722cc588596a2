// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Where a command answers and reports.
final class Console {
    let options: GlobalOptions
    /// For answers.
    let output = StandardOutput()
    /// What standard output is.
    let screen: Terminal
    let diagnostics: Diagnostics
    /// The file at hand, named in errors that carry no name.
    var subject: String?
    private var progress: ProgressMeter?

    init(_ options: GlobalOptions) {
        self.options = options
        screen = Terminal(descriptor: 1, color: options.json ? .never : options.color)
        diagnostics = Diagnostics(terminal: Terminal(descriptor: 2, color: options.json ? .never : options.color))
    }

    /// One line of the answer.
    func print(_ line: String = "") {
        output.write(line + "\n")
    }

    /// Something worth knowing that is no answer.
    func note(_ text: String) {
        guard !options.quiet else { return }
        progress?.erase()
        diagnostics.line(text)
    }

    func warn(_ text: String) {
        if !options.quiet { warnAlways(text) }
    }

    /// What has to be said even under `-q`: something was lost.
    func warnAlways(_ text: String) {
        progress?.erase()
        diagnostics.line(text, .yellow)
    }

    /// A failure that is no error of the program's: the run goes on to its end.
    func fail(_ text: String, hint: String) {
        progress?.erase()
        diagnostics.line(text, .red)
        diagnostics.hint(hint)
    }

    func hint(_ text: String) {
        if !options.quiet { diagnostics.hint(text) }
    }

    /// Tells warnings, and under `-v` notes.
    func report(_ findings: [Finding], of name: String) {
        let told = findings.filter { $0.severity == .warning || options.verbose }
        for line in FindingLines.lines(told) {
            warn("\(name): \(line.text)")
            if let hint = line.hint { self.hint(hint) }
        }
    }

    /// Begins to show progress over `total` bytes, or of whatever `measure` writes.
    func beginProgress(
        _ verb: String, total: Int, measure: @escaping (Int) -> String = { ByteCount.human($0) }
    ) throws -> ProgressMeter {
        let meter = try ProgressMeter(
            verb, total: total, mode: options.quiet ? .never : options.progress, diagnostics, isJSON: options.json,
            measure: measure)
        progress = meter
        return meter
    }

    /// Ends a run that went well.
    ///
    /// - Throws: ``IOFailure`` when the answer could not be written.
    func finish() throws {
        progress?.end()
        try output.finish()
    }

    /// Ends a run that failed: what was answered before it stays an answer.
    func abandon() {
        progress?.end()
        output.flush()
    }

    func report(_ error: any Error) -> ExitStatus {
        Failure(error, subject: subject).report(to: diagnostics)
    }
}
