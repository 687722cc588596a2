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
    /// The yardstick copies this file; where the command writes none, it reads it.
    let yardstick: String
    let output: String?
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
            let (theirs, sync) = try measureYardstick()
            let ours = try Measured.run(command)
            if let output { unlink(output) }
            guard round > 0 else { continue }
            let scale = Double(bytes) / Double(copied)
            wall.append(theirs.wall * scale / ours.wall)
            synced.append((theirs.wall + sync.wall) * scale / ours.wall)
            cpu.append(theirs.cpu * scale / ours.cpu)
            speeds.append(Double(bytes) / ours.wall / 1e6)
            peak = max(peak, ours.peak)
        }
        let peer = output == nil ? "cat" : "cp"
        let goalText = goal.map { "goal \(twoDigits($0))" } ?? ""
        print(
            pad(name, 22), "x \(peer) \(twoDigits(median(wall)))",
            "(\(twoDigits(wall.min() ?? 0))..\(twoDigits(wall.max() ?? 0)))",
            output == nil ? "" : " x cp+sync \(twoDigits(median(synced)))", " cpu \(twoDigits(median(cpu)))",
            " \(Int(median(speeds))) MB/s", " peak \(peak >> 10) KiB", goalText)
    }

    /// - Returns: the run, and how long the file then takes to the disk.
    private func measureYardstick() throws -> (Measured, sync: Measured) {
        guard let output else {
            // A pipe would cost more than the reading.
            let run = try Measured.run(["cat", yardstick])
            return (run, Measured(wall: 0, cpu: 0, peak: 0))
        }
        let copy = output + ".cp"
        let run = try Measured.run(["cp", yardstick, copy])
        let sync = try Measured.run(["sync", copy])
        unlink(copy)
        return (run, sync)
    }
}
