// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import Glibc

/// The same work by another program, by turns on one processor: ratios above 1 mean that museimg is faster.
struct Peers {
    let museimg: String
    let work: String
    let rounds: Int
    /// MiB of data.
    let size: Int

    /// Addressed text against srec_cat and objcopy, sparse images against libsparse's tools.
    func run() throws {
        let raw = "\(work)/raw"
        try SyntheticDump.writeData(raw, pages: size << 9)
        print("== against others, \(size) MiB of data, on one processor, medians of \(rounds)")
        for (format, flag, target) in [("ihex", "-intel", "ihex"), ("srec", "-motorola", "srec")] {
            try pair("\(format) to binary", "binary to \(format)", format, raw) { input, output, reads in
                [
                    ("srec_cat", 15.0, srecCat(input, output, flag, reads)),
                    ("objcopy", 3.0, objcopy(input, output, target, reads)),
                ]
            }
        }
        try pair("sparse to binary", "binary to sparse", "android-sparse", raw) { input, output, reads in
            reads
                ? [("simg2img", 2.0, ["simg2img", input, output])]
                : [("img2simg", 2.0, ["img2simg", input, output])]
        }
        unlink(raw)
    }

    private func srecCat(_ input: String, _ output: String, _ flag: String, _ reads: Bool) -> [String] {
        reads
            ? ["srec_cat", input, flag, "-o", output, "-binary"]
            : ["srec_cat", input, "-binary", "-o", output, flag, "-address-length=4"]
    }

    private func objcopy(_ input: String, _ output: String, _ target: String, _ reads: Bool) -> [String] {
        reads
            ? ["objcopy", "-I", target, "-O", "binary", input, output]
            : ["objcopy", "-I", "binary", "-O", target, input, output]
    }

    private typealias Others = (_ input: String, _ output: String, _ reads: Bool) -> [(String, Double, [String])]

    /// Both directions of a format.
    private func pair(
        _ reading: String, _ writing: String, _ format: String, _ raw: String, _ others: Others
    ) throws {
        let text = "\(work)/text", out = "\(work)/out"
        try row(
            writing, ours: [museimg, "convert", "-q", "-l", "none", "-f", "raw", "-O", format, raw, out],
            others: others(raw, out, false), out)
        _ = try Measured.run([museimg, "convert", "-q", "-l", "none", "-f", "raw", "-O", format, raw, text])
        try row(
            reading, ours: [museimg, "convert", "-q", "-l", "none", "-f", format, "-O", "raw", text, out],
            others: others(text, out, true), out)
        unlink(text)
    }

    private func row(_ name: String, ours: [String], others: [(String, Double, [String])], _ out: String) throws {
        for (peer, goal, command) in others {
            var cpu: [Double] = []
            var wall: [Double] = []
            var speeds: [Double] = []
            var peak = 0
            for round in 0...rounds {
                let theirs = try Measured.run(["taskset", "-c", "0"] + command)
                unlink(out)
                let own = try Measured.run(["taskset", "-c", "0"] + ours)
                unlink(out)
                guard round > 0 else { continue }
                cpu.append(theirs.cpu / own.cpu)
                wall.append(theirs.wall / own.wall)
                speeds.append(Double(size << 20) / own.cpu / 1e6)
                peak = max(peak, own.peak)
            }
            print(
                pad(name, 22), "x \(peer) cpu \(twoDigits(median(cpu)))",
                "(\(twoDigits(cpu.min() ?? 0))..\(twoDigits(cpu.max() ?? 0)))", " wall \(twoDigits(median(wall)))",
                " \(Int(median(speeds))) MB of data a CPU second", " peak \(peak >> 10) KiB", " goal \(twoDigits(goal))"
            )
        }
    }
}
