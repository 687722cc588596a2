// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The states of consecutive pages, as runs in ascending order.
struct StateRuns {
    private struct Run {
        var end: PageNumber
        var state: PageState
    }

    private var start = PageNumber(0)
    private var runs: [Run] = []

    private var end: PageNumber { runs.last?.end ?? start }

    /// Forgets everything; the first state that is set begins at `page`.
    mutating func reset(at page: PageNumber) {
        start = page
        runs.removeAll(keepingCapacity: true)
    }

    /// Index of the run that holds `page`; `runs.count` behind the last.
    private func index(of page: PageNumber) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let mid = (low + high) / 2
            if runs[mid].end > page { high = mid } else { low = mid + 1 }
        }
        return low
    }

    /// The state of `page`, and where the run of it ends; missing where nothing was set.
    func run(at page: PageNumber) -> (state: PageState, end: PageNumber) {
        let i = index(of: page)
        return i < runs.count ? (runs[i].state, runs[i].end) : (.missing, page.advanced(by: 1))
    }

    /// Sets the state of `range`, which begins no later than what was set before ends.
    mutating func set(_ state: PageState, of range: PageRange) {
        guard !range.isEmpty else { return }
        guard range.lowerBound < end else {
            append(state, to: range.upperBound)
            return
        }
        // Over what was set before: cut it at both ends, and put the new run between.
        var old = runs
        swap(&old, &runs)
        runs.removeAll(keepingCapacity: true)
        for run in old where run.end <= range.lowerBound { append(run.state, to: run.end) }
        if let cut = old.first(where: { $0.end > range.lowerBound }) { append(cut.state, to: range.lowerBound) }
        append(state, to: range.upperBound)
        for run in old where run.end > range.upperBound { append(run.state, to: run.end) }
    }

    private mutating func append(_ state: PageState, to newEnd: PageNumber) {
        guard newEnd > end else { return }
        if let last = runs.indices.last, runs[last].state == state {
            runs[last].end = newEnd
        } else {
            runs.append(Run(end: newEnd, state: state))
        }
    }
}
