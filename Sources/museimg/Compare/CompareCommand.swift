// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Flash
import FormatKit
import Inspect

/// `museimg compare`: what differs between two images.
struct CompareCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two images page by page.",
        discussion: """
            Data is compared wherever the two images keep it; --oob compares the OOB
            too. Pages that one of them does not hold are counted, and are never equal
            to erased ones. Exit status 0: equal; 1: not equal; 2: could not be read.

            -f and -g are for A; B takes a prefix, as in raw-oob,geometry=2048+64x64:b.
            A shape that B's bytes do not tell is taken from A, and the other way round.

            EXAMPLES
              museimg compare before.bin after.bin
              museimg compare -g 2048+64x64 dump.bin raw:d.bin
              museimg compare --oob -g 2048+64x64 dump.bin oob-pair,oobfile=o.bin:d.bin
            """)

    @Argument(
        help: ArgumentHelp("An image: PATH, - for standard input, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "a"),
        completion: .file())
    var a: String

    @Argument(help: ArgumentHelp("Another image, named in the same way.", valueName: "b"), completion: .file())
    var b: String

    @Flag(help: "Compare the OOB too.")
    var oob = false

    @OptionGroup var opening: OpenOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let (first, second) = try openBoth(console)
        console.subject = "\(first.name) and \(second.name)"
        var comparison = try Comparison(first.device, second.device, withOOB: oob)
        let progress = try console.beginProgress("compare", total: comparison.size)
        let printer: any ComparePrinter =
            console.options.json
            ? try CompareJSON(first, second, withOOB: oob, console) : CompareText(first, second, console)
        while try comparison.step({ try printer.difference($0) }) {
            try console.output.check()
            progress.update(comparison.position)
        }
        try printer.end(comparison.totals)
        return comparison.totals.isEqual ? .done : .no
    }

    /// A shape that was only assumed gives way to the other's.
    private func openBoth(_ console: Console) throws -> (Subject, Subject) {
        guard a != "-" || b != "-" else { throw UsageError("both images are standard input; one can be") }
        let second = OpenOptions.spec(b)
        var x = try opening.open(a, console)
        var y = try openSecond(second, like: x, console)
        if y.isAssumed, !x.isAssumed, y.shape != x.shape, b != "-" {
            y = try Subject(second, geometry: x.shape(forOOB: y.geometry.oobSize > 0), console)
        } else if x.isAssumed, !y.isAssumed, x.shape != y.shape, a != "-" {
            x = try opening.open(a, console, geometry: y.shape(forOOB: x.geometry.oobSize > 0))
        }
        return (x, y)
    }

    /// A format that needs to be told a shape gets the first image's.
    private func openSecond(_ spec: ImageSpec, like first: Subject, _ console: Console) throws -> Subject {
        do {
            return try Subject(spec, geometry: nil, console)
        } catch let error as UsageError {
            guard b != "-", let second = try? Subject(spec, geometry: first.shape, console) else { throw error }
            return second
        }
    }
}

extension Subject {
    fileprivate var isAssumed: Bool {
        if case .assumed = image.geometryOrigin { true } else { false }
    }

    fileprivate var shape: GeometrySpec { GeometrySpec(geometry, withBlocks: false) }

    /// The shape for another file, which may hold no OOB.
    fileprivate func shape(forOOB hasOOB: Bool) -> GeometrySpec {
        var spec = shape
        if !hasOOB { spec.oobSize = 0 }
        return spec
    }
}

/// How a comparison is shown.
protocol ComparePrinter {
    func difference(_ difference: PageDifference) throws
    func end(_ totals: ComparisonTotals) throws
}
