// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A thread's start: not of the main actor, which closures at the top of main.swift would be.
nonisolated func startJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
    work(job.store, job.geometry, seed: job.seed, lane: job.lane, skip: job.skip)
    return nil
}
