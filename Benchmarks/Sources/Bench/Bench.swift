// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BenchKit
import Glibc

/// Measures the release build of museimg as whole processes, against `cp` in the same minutes.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure museimg against cp, by turns, page cache warm; medians of ratios (above 1 is faster).")

    @Option(help: "The museimg to measure.")
    var museimg = "../.build/release/museimg"

    @Option(help: "MiB of data in the dump.")
    var size = 1024

    @Option(help: "Rounds that count.")
    var rounds = 7

    @Flag(help: "Measure against srec_cat, objcopy, simg2img and img2simg instead.")
    var peers = false

    @Argument(help: "Folders to work in: one on tmpfs and one on a disk tell most.")
    var folders = ["/dev/shm"]

    func run() throws {
        for folder in folders {
            let work = "\(folder)/museimg-bench-\(getpid())"
            guard mkdir(work, 0o700) == 0 else { throw Failure("cannot create \(work)") }
            defer { _ = try? Measured.run(["rm", "-rf", work]) }
            if peers {
                try Peers(museimg: museimg, work: work, rounds: rounds, size: size).run()
                continue
            }
            print("== \(folder): \(size) MiB of data in 2048+64, medians of \(rounds)")
            try copies(work)
            try texts(work)
            try erased(work)
            try sparse(work)
            try codes(work)
        }
    }

    private func convert(_ input: String, _ output: String, _ format: String) -> [String] {
        [
            museimg, "convert", "-q", "-g", SyntheticDump.geometry, "-l", "none", "-O", format, "--bad", "keep", input,
            output,
        ]
    }

    /// A BCH-8 dump in the layout of AM335x, one step in forty with a wrong bit: checked, corrected, identified.
    private func codes(_ work: String) throws {
        let plain = "\(work)/plain", dump = "\(work)/dump", out = "\(work)/out"
        try SyntheticDump.writeData(plain, pages: size << 9)
        _ = try Measured.run([
            museimg, "convert", "-q", "-f", "raw", "-g", SyntheticDump.geometry, "-L", "omap-bch8", "-O",
            "raw-oob,oob=\(SyntheticDump.oob)", plain, dump,
        ])
        try SyntheticDump.flipBits(dump, pages: size << 9)
        unlink(plain)
        try settle(dump)
        let bytes = try SyntheticDump.size(dump).length
        let layout = ["-g", SyntheticDump.geometry, "-l", "omap-bch8"]
        try Comparison(
            name: "check", command: [museimg, "check", "-q"] + layout + [dump], bytes: bytes, yardstick: dump,
            output: nil, goal: 0.6
        ).run(rounds: rounds)
        try Comparison(
            name: "correct and strip", command: [museimg, "convert", "-q"] + layout + ["-O", "raw", dump, out],
            bytes: bytes, yardstick: dump, output: out, goal: work.hasPrefix("/dev/shm") ? 0.75 : 1.0
        ).run(rounds: rounds)
        let part = "\(work)/part"
        _ = try Measured.run(["sh", "-c", "head -c 138412032 '\(dump)' >'\(part)'"])
        for command in [["info"], ["identify", "--effort", "normal"]] {
            let runs = try (0..<3).map { _ in try Measured.run([museimg] + command + ["-q", part]) }
            print(
                pad("\(command[0]), 128 MiB", 22), "\(twoDigits(median(runs.map(\.wall)))) s",
                " peak \((runs.map(\.peak).max() ?? 0) >> 10) KiB")
        }
        for path in [dump, out, part] { unlink(path) }
    }

    private func copies(_ work: String) throws {
        let raw = "\(work)/raw", data = "\(work)/data", out = "\(work)/out"
        try SyntheticDump.write(raw, pages: size << 9)
        _ = try Measured.run(convert("raw-oob:\(raw)", data, "raw"))
        try settle(raw, data)
        let rawBytes = try SyntheticDump.size(raw).length
        let isInMemory = work.hasPrefix("/dev/shm")
        let goal = isInMemory ? 0.9 : 1.2
        try Comparison(
            name: "strip OOB", command: convert("raw-oob:\(raw)", out, "raw"), bytes: rawBytes, yardstick: raw,
            output: out, goal: goal
        ).run(rounds: rounds)
        try Comparison(
            name: "insert erased OOB", command: convert("raw:\(data)", out, "raw-oob"), bytes: rawBytes,
            yardstick: data, output: out, goal: goal
        ).run(rounds: rounds)
        try Comparison(
            name: "copy", command: convert("raw-oob:\(raw)", out, "raw-oob"), bytes: rawBytes, yardstick: raw,
            output: out
        ).run(rounds: rounds)
        for path in [raw, data, out] { unlink(path) }
    }

    /// Waits until inputs are on the disk: writing them back would slow the first rounds.
    private func settle(_ paths: String...) throws {
        for path in paths { _ = try Measured.run(["sync", path]) }
    }

    /// Text is 4.7 times its data, so a quarter of the size will do.
    private func texts(_ work: String) throws {
        let raw = "\(work)/raw", text = "\(work)/text", out = "\(work)/out"
        try SyntheticDump.write(raw, pages: size << 7)
        for style in ["pretty", "canonical"] {
            let format = "nanddump-text,style=\(style)"
            _ = try Measured.run(convert("raw-oob:\(raw)", text, format))
            try settle(raw, text)
            let bytes = try SyntheticDump.size(text).length
            try Comparison(
                name: "binary to \(style)", command: convert("raw-oob:\(raw)", out, format), bytes: bytes,
                yardstick: text, output: out
            ).run(rounds: rounds)
            unlink(out)
            try Comparison(
                name: "\(style) to binary", command: convert("nanddump-text:\(text)", out, "raw-oob"), bytes: bytes,
                yardstick: text, output: out
            ).run(rounds: rounds)
            unlink(text)
            unlink(out)
        }
        unlink(raw)
    }

    private func erased(_ work: String) throws {
        let raw = "\(work)/raw", out = "\(work)/out"
        try SyntheticDump.write(raw, pages: size << 9, erasedBlocksPercent: 90)
        let ours = try Measured.run(convert("raw-oob:\(raw)", out, "raw-oob,holes=erased"))
        let (length, occupied) = try SyntheticDump.size(out)
        print(
            pad("90 % erased", 22), "\(length >> 20) MiB long, \(occupied >> 20) MiB occupied,",
            "\(twoDigits(ours.wall)) s")
        for path in [raw, out] { unlink(path) }
    }

    private func sparse(_ work: String) throws {
        for (name, bytes) in [("8 GiB sparse", 8 << 30), ("64 GiB sparse", 64 << 30)] {
            let file = "\(work)/sparse"
            try SyntheticDump.writeSparse(file, bytes: bytes / 2112 * 2112)
            for command in ["info", "map"] {
                let runs = try (0..<3).map { _ in
                    try Measured.run([museimg, command, "-q", "-f", "raw", "-g", "2048x64", file])
                }
                print(
                    pad("\(command), \(name)", 22), "\(twoDigits(median(runs.map(\.wall)))) s",
                    " peak \((runs.map(\.peak).max() ?? 0) >> 10) KiB")
            }
            unlink(file)
        }
    }
}
