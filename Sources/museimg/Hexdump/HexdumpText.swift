// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit
import PageLayout

/// Bytes as rows below a heading for each page.
final class HexdumpText: HexdumpPrinter {
    private let subject: Subject
    private let oob: HexdumpOOB
    private let isRaw: Bool
    private let examiner: PageExaminer?
    private let console: Console
    private let row: HexRow
    private let digits: Int
    private var line: [UInt8] = []
    /// Pages that are told in one line, as far as they go on.
    private var summary: (pages: PageRange, state: PageState, byte: UInt8?)?
    private var isFirst = true

    init(_ subject: Subject, oob: HexdumpOOB, isRaw: Bool, _ console: Console) {
        self.subject = subject
        self.oob = oob
        self.isRaw = isRaw
        examiner = PageExaminer(subject)
        self.console = console
        row = HexRow(usesColor: console.screen.usesColor)
        digits = max(8, String(subject.geometry.dataSize, radix: 16).count)
    }

    private var geometry: Geometry { subject.geometry }

    func run(_ run: PageRun) throws {
        let byte = run.uniformByte
        if run.content == .absent || byte != nil {
            if let before = summary, before.pages.upperBound == run.pages.lowerBound, before.state == run.state,
                before.byte == byte
            {
                summary?.pages = before.pages.lowerBound..<run.pages.upperBound
            } else {
                tellSummary()
                summary = (run.pages, run.state, byte)
            }
            return
        }
        tellSummary()
        let step = geometry.isNOR ? run.pages.count : 1
        var page = run.pages.lowerBound
        while page < run.pages.upperBound {
            try self.page(PageRange(from: page, count: step), of: run)
            page = page.advanced(by: step)
        }
    }

    func end() throws { tellSummary() }

    private func tellSummary() {
        guard let (pages, state, byte) = summary else { return }
        summary = nil
        let content = byte.map { "every byte is \(ByteCount.hex(Int($0), digits: 2))" } ?? "not in the dump"
        heading(pages, state, ", \(content)")
    }

    /// `page 17  block 0/17  @0x8800  file 0x8c40  data`
    private func heading(_ pages: PageRange, _ state: PageState, _ note: String = "") {
        if !isFirst { console.print() }
        isFirst = false
        let first = pages.lowerBound
        let last = pages.upperBound.advanced(by: -1)
        func place(_ page: PageNumber) -> String {
            let block = geometry.block(of: page)
            let inBlock = page.rawValue - geometry.firstPage(of: block).rawValue
            return geometry.isNOR ? "\(block.rawValue)" : "\(block.rawValue)/\(inBlock)"
        }
        func span(_ a: String, _ b: String) -> String { a == b ? a : "\(a)..\(b)" }
        var parts: [String] = []
        if !geometry.isNOR { parts.append("page " + span("\(first.rawValue)", "\(last.rawValue)")) }
        parts.append("block " + span(place(first), place(last)))
        parts.append("@" + ByteCount.hex(first.rawValue * geometry.pageSize))
        if geometry.isNOR { parts.append(ByteCount.human(pages.count)) }
        if let offset = subject.device.fileOffset(of: first) { parts.append("file \(ByteCount.hex(offset))") }
        let color = console.screen.usesColor
        console.print(
            Paint.bold(parts.joined(separator: "  "), if: color) + "  " + state.paint(state.description, if: color)
                + note)
    }

    /// One page, or a stretch of NOR.
    private func page(_ pages: PageRange, of run: PageRun) throws {
        let first = pages.lowerBound
        let part = run.cut(to: pages)
        let examined = try examiner?.examine(first, run.state)
        let state = examined?.isUncorrectable == true ? .uncorrectable : run.state
        heading(pages, state, examined.map { "  \($0.layout.name): \(words($0))" } ?? "")
        let flips = (isRaw ? examined?.rawFlips : examined?.decodedFlips ?? []) ?? []
        if isRaw, let segments = examiner?.segments(of: first, raw: true) {
            let shown = segments.filter { $0.isData ? oob.showsData : oob.showsOOB }
            named(shown, Array(part.data) + Array(part.oob), first, places(of: flips, .raw), "raw")
        } else {
            if oob.showsData {
                let start = first.rawValue * geometry.pageSize
                rows(part.data[...], marked: places(of: flips, .data)) { TextTable.hex(start + $0, digits: digits) }
            }
            if oob.showsOOB, geometry.oobSize > 0 { spare(part.oob, first, flips) }
        }
        tell(flips, first)
    }

    private func words(_ page: ExaminedPage) -> String { StepWords.text(page.outcomes, isCorrected: !isRaw) }

    private func places(of flips: [ExaminedPage.Flip], _ area: ExaminedPage.Flip.Area) -> Set<Int> {
        Set(flips.filter { $0.area == area }.map(\.byte))
    }

    private func spare(_ bytes: UnsafeRawBufferPointer, _ page: PageNumber, _ flips: [ExaminedPage.Flip]) {
        let marks = places(of: flips, .oob)
        if let segments = examiner?.segments(of: page, raw: false) {
            return named(segments, Array(bytes), page, marks, "oob")
        }
        rows(bytes[...], marked: marks.union(markedByte(of: page))) { "oob+" + TextTable.hex($0, digits: digits - 4) }
    }

    /// Each segment begins a row, with its name behind it.
    private func named(
        _ segments: [HexSegment], _ bytes: [UInt8], _ page: PageNumber, _ marked: Set<Int>, _ label: String
    ) {
        let inBlock = page.rawValue % geometry.pagesPerBlock
        let carriesMark =
            examiner?.layout(of: page)?.marker?.pages.contains {
                $0 == inBlock || $0 == inBlock - geometry.pagesPerBlock
            } ?? false
        for segment in segments {
            let own = segment.bytes.clamped(to: bytes.indices)
            let marks = carriesMark && segment.isMarker ? marked.union(own) : marked
            rows(bytes[own], marked: marks, name: segment.name) {
                "\(label)+" + TextTable.hex($0, digits: digits - 4)
            }
        }
    }

    /// The byte of the page's OOB that may carry the block's mark; none where none may.
    private func markedByte(of page: PageNumber) -> Set<Int> {
        guard let marker = subject.image.marker else { return [] }
        let first = geometry.firstPage(of: geometry.block(of: page))
        return marker.pages.contains(page.rawValue - first.rawValue) ? [marker.offset] : []
    }

    private func rows<Bytes: RandomAccessCollection<UInt8>>(
        _ bytes: Bytes, marked: Set<Int>, name: String? = nil, _ label: (Int) -> String
    ) where Bytes.Index == Int, Bytes.SubSequence: RandomAccessCollection {
        var isRepeating = false
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 16) {
            let end = min(start + 16, bytes.endIndex)
            let part = bytes[start..<end]
            let marks = Set(marked.filter { (start..<end).contains($0) }.map { $0 - start })
            if start > bytes.startIndex, marks.isEmpty, part.elementsEqual(bytes[(start - 16)..<start]) {
                if !isRepeating { console.output.write("*\n") }
                isRepeating = true
                continue
            }
            isRepeating = false
            line.removeAll(keepingCapacity: true)
            row.append(
                part, label: label(start), marked: marks, note: start == bytes.startIndex ? name : nil, to: &line)
            console.output.write(line)
        }
    }

    /// `corrected  @0x20123 bit 3: 1 -> 0`: what stands out, for those who see no colours.
    private func tell(_ flips: [ExaminedPage.Flip], _ page: PageNumber) {
        for flip in flips where flip.area == .raw || (flip.area == .data ? oob.showsData : oob.showsOOB) {
            let place =
                flip.area == .data
                ? "@" + ByteCount.hex(page.rawValue * geometry.pageSize + flip.byte)
                : "\(flip.area.rawValue)+" + ByteCount.hex(flip.byte)
            console.print(
                "\(isRaw ? "wrong" : "corrected")  \(place) bit \(flip.bit): \(1 - flip.right) -> \(flip.right)")
        }
    }
}
