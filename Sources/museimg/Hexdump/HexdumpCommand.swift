// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import Conversion
import Flash
import FormatKit

/// `museimg hexdump`: the bytes of pages, data and OOB told apart.
struct HexdumpCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "hexdump",
        abstract: "Show the bytes of pages, with their OOB.",
        discussion: """
            WHERE is page:17, block:3, block:3/page:5, 0x20800 (offset in the file),
            @0x20000 (offset in the data, OOB not counted), or a range A..B or A+LEN; by
            default the first page. Whole pages are shown; of NOR, 256 bytes unless a
            range is given. A row equal to the one before is shown as *, and the byte of
            the bad-block mark stands out.

            Where the page layout is known, data and OOB are shown in their places and
            corrected; the parts of the OOB are named, and the bits that ECC put right
            stand out and are listed. --raw shows the page as it lies on the chip.

            EXAMPLES
              museimg hexdump -g 2048+64x64 dump.bin block:3/page:5
              museimg hexdump -g 2048+64x64 -l linux-bch4 --raw dump.bin page:0
              museimg hexdump nor.bin @0x40000+64
            """)

    @OptionGroup var image: ImageOptions

    @Argument(help: ArgumentHelp("What to show.", valueName: "where"))
    var place: String?

    @Option(help: ArgumentHelp("Show data and OOB (both), data alone (none), or OOB alone (only).", valueName: "what"))
    var oob = HexdumpOOB.both

    @Flag(help: "Show pages as they lie on the chip, not taken apart and not corrected.")
    var raw = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let subject = try image.open(console)
        guard oob != .only || subject.geometry.oobSize > 0 else {
            throw UsageError("--oob only: the image holds no OOB")
        }
        let printer: any HexdumpPrinter =
            console.options.json
            ? try HexdumpJSON(subject, oob: oob, isRaw: raw, console)
            : HexdumpText(subject, oob: oob, isRaw: raw, console)
        let source: any PageSource = raw ? subject.raw : subject.device
        var walker = try PageWalker(source, range: try pages(of: subject))
        while let run = try walker.step() {
            try printer.run(run)
            try console.output.check()
        }
        try printer.end()
        return .done
    }

    private func pages(of subject: Subject) throws -> PageRange {
        let geometry = subject.geometry
        guard geometry.pageCount > 0 else { return geometry.allPages }
        let place = try place.map { try Where(parsing: $0) } ?? Where(.page(0))
        let pages = try place.pages(in: subject.device)
        guard geometry.isNOR, pages.count == 1 else { return pages }
        return PageRange(from: pages.lowerBound, count: 256).clamped(to: geometry.allPages)
    }
}

/// Which bytes of a page to show.
enum HexdumpOOB: String, ExpressibleByArgument, CaseIterable {
    case only, none, both

    var showsData: Bool { self != .only }
    var showsOOB: Bool { self != .none }
}

/// How bytes are shown.
protocol HexdumpPrinter {
    func run(_ run: PageRun) throws
    func end() throws
}

extension PageRun {
    /// The byte that all of the run is known to consist of; nil where it is not, or was not looked at.
    var uniformByte: UInt8? {
        if case .filled(let byte) = content { return byte }
        return content == .bytes && state == .erased ? 0xFF : nil
    }
}
