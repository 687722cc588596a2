// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit

/// `museimg trace show T`
struct ShowTrace: Command {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List the operations of a trace, the first first: when, what, how long it took.",
        discussion: """
            Times count from the first operation. At the end stand the sums for each kind;
            half of the latencies are below the median and 99 of a hundred below p99, both
            within 4 %.

            EXAMPLES
              museimg trace show chip.trace
              museimg trace show chip.trace -n 20
              museimg trace show chip.trace --totals
            """)

    @Argument(help: ArgumentHelp("The trace's file.", valueName: "trace"), completion: .file())
    var trace: String

    @OptionGroup var limit: LineLimit

    @Flag(help: "Only the sums for each kind.")
    var totals = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        console.subject = trace
        let file = try TraceFile(try FileOpening.source(path: trace))
        if console.options.json { try console.printJSON(ShowTraceHeader(file, trace)) }
        var sums = TraceTotals()
        var (begun, left) = (UInt64?.none, limit.lines ?? .max)
        let tail = try file.forEach { operation, content in
            let start = begun ?? operation.time
            begun = start
            sums.add(operation, bytes: operation.pages.count * file.geometry.rawPageSize)
            if !totals, left > 0 {
                let line = TraceLine(operation, since: start, file.geometry)
                if console.options.json { try console.printJSON(line) } else { console.print(line.text) }
                left -= 1
            }
            try console.output.check()
            return true
        }
        if let tail { console.warn("\(trace): \(tail.words)") }
        if console.options.json {
            try console.printJSON(ShowTraceTotals(sums))
        } else {
            for line in sums.lines { console.print(line) }
        }
        return .done
    }
}

/// `museimg.trace-show/1`
struct ShowTraceHeader: JSON.Answer {
    let schema = "museimg.trace-show/1"
    let trace: String
    let geometry: String
    let image: String?
    let filters: [String]

    init(_ file: TraceFile, _ trace: String) {
        self.trace = trace
        geometry = "\(file.geometry)"
        image = file.image
        filters = file.filters
    }
}
