// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash

/// What a trace comes to, for each kind of operation.
struct TraceTotals {
    struct Sum {
        var count = 0
        var failed = 0
        /// Data and OOB that were read or programmed.
        var bytes = 0
        var latencies = LatencyHistogram()
    }

    private(set) var sums: [TraceOperation.Kind: Sum] = [:]
    static let order: [TraceOperation.Kind] = [.read, .program, .erase, .markBad, .sync, .fault]

    mutating func add(_ operation: TraceOperation, bytes: Int) {
        var sum = sums.removeValue(forKey: operation.kind) ?? Sum()
        sum.count += 1
        if operation.outcome == .done {
            if operation.kind == .read || operation.kind == .program { sum.bytes += bytes }
        } else {
            sum.failed += 1
        }
        sum.latencies.add(Int(clamping: operation.latency))
        sums[operation.kind] = sum
    }

    /// A table.
    var lines: [String] {
        var rows = [["KIND", "COUNT", "FAILED", "BYTES", "MEDIAN", "P99", "LONGEST"]]
        for kind in Self.order {
            guard let sum = sums[kind] else { continue }
            let times = [sum.latencies.quantile(0.5), sum.latencies.quantile(0.99), sum.latencies.longest]
            rows.append(
                [kind.word, "\(sum.count)", "\(sum.failed)", sum.bytes > 0 ? ByteCount.human(sum.bytes) : "-"]
                    + (kind == .fault ? ["-", "-", "-"] : times.map(TraceTime.short)))
        }
        return rows.count == 1 ? ["no operations"] : TextTable.lines(rows)
    }
}

/// The last line of `museimg.trace-show/1`.
struct ShowTraceTotals: Encodable {
    let totals: [Kind]

    struct Kind: Encodable {
        let kind: String
        let count: Int
        let failed: Int
        let bytes: Int
        /// Nanoseconds, within 4 %.
        let median: Int
        let p99: Int
        /// Exact.
        let longest: Int
    }

    init(_ totals: TraceTotals) {
        self.totals = TraceTotals.order.compactMap { kind in
            totals.sums[kind].map { sum in
                Kind(
                    kind: kind.word, count: sum.count, failed: sum.failed, bytes: sum.bytes,
                    median: sum.latencies.quantile(0.5), p99: sum.latencies.quantile(0.99),
                    longest: sum.latencies.longest)
            }
        }
    }
}
