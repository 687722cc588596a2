// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import BlockStore
import FormatKit
import Synchronization

/// Looks at many power cuts, several at a time, and tells of them in their order.
///
/// What is told does not depend on how many run at a time: where the first failure ends it, cuts after that one are not
/// told of, though they may have run.
public final class PowerCutExplorer<Outcome: Sendable>: Sendable {
    /// One cut that was looked at.
    public struct Run: Sendable {
        public var cut: PowerCut
        public var branch: StoreBranch
        public var outcome: Outcome
    }

    private struct State {
        /// The next cut that nobody looks at yet.
        var next = 0
        /// Cuts from this one on are not wanted.
        var end: Int
        var done: [Int: Result<Run, any Error>] = [:]
        var isStopped = false
    }

    private let states: PowerCutStates
    private let cuts: [PowerCut]
    private let stopsAtFailure: Bool
    private let isFailure: @Sendable (Outcome) -> Bool
    private let look: @Sendable (PowerCut, StoreBranch, _ isWanted: () -> Bool) throws -> Outcome
    private let state: Mutex<State>
    private let news = Semaphore()

    /// - Parameters:
    ///   - stopsAtFailure: whether the first failure is the last cut that is told of.
    ///   - look: looks at a state, in a thread of its own, as long as it is wanted.
    public init(
        _ states: PowerCutStates, cuts: [PowerCut], stopsAtFailure: Bool,
        isFailure: @escaping @Sendable (Outcome) -> Bool,
        look: @escaping @Sendable (PowerCut, StoreBranch, _ isWanted: () -> Bool) throws -> Outcome
    ) {
        self.states = states
        self.cuts = cuts
        self.stopsAtFailure = stopsAtFailure
        self.isFailure = isFailure
        self.look = look
        state = Mutex(State(end: cuts.count))
    }

    /// Looks at all cuts.
    ///
    /// - Parameters:
    ///   - jobs: how many at a time.
    ///   - tell: called with each in its order, by the thread that called this.
    /// - Throws: what looking or telling throws first, once nobody looks any more; `Errno` without a thread.
    public func run(jobs: Int, tell: (Run) throws -> Void) throws {
        var threads: [WorkerThread] = []
        defer {
            state.withLock { $0.isStopped = true }
            for thread in threads { thread.join() }
        }
        for _ in 0..<max(1, min(jobs, cuts.count)) { threads.append(try WorkerThread { self.work() }) }
        var told = 0
        while told < state.withLock({ $0.end }) {
            guard let result = state.withLock({ $0.done.removeValue(forKey: told) }) else {
                news.wait()
                continue
            }
            try tell(try result.get())
            told += 1
        }
    }

    private func work() {
        while let index = take() {
            let result = Result { try run(index) }
            state.withLock { state in
                state.done[index] = result
                switch result {
                case .success(let run):
                    if stopsAtFailure, isFailure(run.outcome) { state.end = min(state.end, index + 1) }
                case .failure: state.end = min(state.end, index + 1)
                }
            }
            news.post()
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard !state.isStopped, state.next < state.end else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func run(_ index: Int) throws -> Run {
        let cut = cuts[index]
        let branch = try states.branch(cut)
        let outcome = try look(cut, branch) { state.withLock { !$0.isStopped && index < $0.end } }
        return Run(cut: cut, branch: branch, outcome: outcome)
    }
}
