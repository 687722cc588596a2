// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import Glibc

/// A command against a yardstick, run by turns in the same minutes.
struct Comparison {
    let name: String
    /// The command, with the path of its output last among what it writes.
    let command: [String]
    /// Bytes by which its speed is counted.
    let bytes: Int
    /// The yardstick copies this file.
    let yardstick: String
    let output: String
    /// The speed in yardsticks that the project has set itself; nil where none is set.
    var goal: Double?

    /// Runs both `rounds` times after one round that does not count, and prints medians.
    func run(rounds: Int) throws {
        let copied = try SyntheticDump.size(yardstick).length
        var wall: [Double] = []
        var cpu: [Double] = []
        var synced: [Double] = []
        var speeds: [Double] = []
        var peak = 0
        for round in 0...rounds {
            let copy = output + ".cp"
            let theirs = try Measured.run(["cp", yardstick, copy])
            let sync = try Measured.run(["sync", copy])
            unlink(copy)
            let ours = try Measured.run(command)
            unlink(output)
            guard round > 0 else { continue }
            let scale = Double(bytes) / Double(copied)
            wall.append(theirs.wall * scale / ours.wall)
            synced.append((theirs.wall + sync.wall) * scale / ours.wall)
            cpu.append(theirs.cpu * scale / ours.cpu)
            speeds.append(Double(bytes) / ours.wall / 1e6)
            peak = max(peak, ours.peak)
        }
        let goalText = goal.map { "goal \(twoDigits($0))" } ?? ""
        print(
            pad(name, 22), "x cp \(twoDigits(median(wall)))",
            "(\(twoDigits(wall.min() ?? 0))..\(twoDigits(wall.max() ?? 0)))",
            " x cp+sync \(twoDigits(median(synced)))", " cpu \(twoDigits(median(cpu)))",
            " \(Int(median(speeds))) MB/s", " peak \(peak >> 10) KiB", goalText)
    }
}
