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
            too. Where a page layout is known, both are taken apart and corrected first;
            --raw compares all bits as they lie. Pages that one of them does not hold
            are counted, and are never equal to erased ones. Exit status 0: equal; 1:
            not equal; 2: could not be read.

            -f, -g and -l are for A; B takes a prefix, as in
            raw-oob,geometry=2048+64x64,layout=omap-bch8:b. What B's prefix and bytes do
            not tell is taken from A where it fits, and the other way round.

            EXAMPLES
              museimg compare before.bin after.bin
              museimg compare -g 2048+64x64 -l linux-bch4 dump.bin raw:d.bin
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

    @Flag(help: "Compare the bits as they lie on the chips, OOB too: not taken apart and not corrected.")
    var raw = false

    @OptionGroup var opening: OpenOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let (first, second) = try openBoth(console)
        console.subject = "\(first.name) and \(second.name)"
        let withOOB = oob || raw && first.geometry.oobSize > 0 && first.geometry.oobSize == second.geometry.oobSize
        var comparison =
            raw
            ? try Comparison(first.raw, second.raw, withOOB: withOOB)
            : try Comparison(first.device, second.device, withOOB: withOOB)
        let progress = try console.beginProgress("compare", total: comparison.size)
        let printer: any ComparePrinter =
            console.options.json
            ? try CompareJSON(first, second, withOOB: withOOB, isRaw: raw, console)
            : CompareText(first, second, isRaw: raw, console)
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
        var spec = OpenOptions.spec(b)
        let own = try spec.takeLayout()
        let second = Second(spec: spec, own: own, like: try opening.layouts.choice())
        var x = try opening.open(a, console)
        var y = try openSecond(second, like: x, console)
        if y.isAssumed, !x.isAssumed, y.shape != x.shape, b != "-" {
            // Two dumps of one chip are of one size.
            let holdsOOB = y.geometry.oobSize > 0 || y.opened.file.size == x.opened.file.size
            y = try second.open(x.shape(forOOB: holdsOOB), console)
        } else if x.isAssumed, !y.isAssumed, x.shape != y.shape, a != "-" {
            x = try opening.open(a, console, geometry: y.shape(forOOB: x.geometry.oobSize > 0))
        }
        return (x, y)
    }

    /// A format that needs to be told a shape gets the first image's.
    private func openSecond(_ second: Second, like first: Subject, _ console: Console) throws -> Subject {
        do {
            return try second.open(nil, console)
        } catch let error as UsageError {
            guard b != "-", let subject = try? second.open(first.shape, console) else { throw error }
            return subject
        }
    }
}

/// The second image of a comparison, which takes from the first what it does not say itself.
private struct Second {
    let spec: ImageSpec
    /// Its own layout.
    let own: LayoutChoice?
    /// The first image's.
    let like: LayoutChoice?

    func open(_ geometry: GeometrySpec?, _ console: Console) throws -> Subject {
        guard own == nil, let like, spec.path != "-" else {
            return try Subject(spec, geometry: geometry, layout: own, console)
        }
        do {
            return try Subject(spec, geometry: geometry, layout: like, console)
        } catch is any Diagnostic {
            // The first image's layout is for other pages; any other failure comes again.
            return try Subject(spec, geometry: geometry, console)
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
