// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Bytes as rows below a heading for each page.
final class HexdumpText: HexdumpPrinter {
    private let subject: Subject
    private let oob: HexdumpOOB
    private let console: Console
    private let row: HexRow
    private let digits: Int
    private var line: [UInt8] = []
    /// Pages that are told in one line, as far as they go on.
    private var summary: (pages: PageRange, state: PageState, byte: UInt8?)?
    private var isFirst = true

    init(_ subject: Subject, oob: HexdumpOOB, _ console: Console) {
        self.subject = subject
        self.oob = oob
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
            self.page(PageRange(from: page, count: step), of: run)
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
    private func page(_ pages: PageRange, of run: PageRun) {
        heading(pages, run.state)
        let index = pages.lowerBound.rawValue - run.pages.lowerBound.rawValue
        if oob.showsData {
            let size = geometry.pageSize
            let bytes = UnsafeRawBufferPointer(
                rebasing: run.data[(index * size)..<((index + pages.count) * size)])
            let start = pages.lowerBound.rawValue * size
            rows(bytes, marked: nil) { TextTable.hex(start + $0, digits: digits) }
        }
        if oob.showsOOB, geometry.oobSize > 0 {
            let size = geometry.oobSize
            let bytes = UnsafeRawBufferPointer(
                rebasing: run.oob[(index * size)..<((index + pages.count) * size)])
            rows(bytes, marked: markedByte(of: pages.lowerBound)) {
                "oob+" + TextTable.hex($0, digits: digits - 4)
            }
        }
    }

    /// The byte of the page's OOB that may carry the block's mark; nil where none may.
    private func markedByte(of page: PageNumber) -> Int? {
        guard let marker = subject.image.marker else { return nil }
        let first = geometry.firstPage(of: geometry.block(of: page))
        return marker.pages.contains(page.rawValue - first.rawValue) ? marker.offset : nil
    }

    private func rows(_ bytes: UnsafeRawBufferPointer, marked: Int?, _ label: (Int) -> String) {
        var isRepeating = false
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 16, bytes.count)])
            if start > 0, part.elementsEqual(bytes[(start - 16)..<start]) {
                if !isRepeating { console.output.write("*\n") }
                isRepeating = true
                continue
            }
            isRepeating = false
            line.removeAll(keepingCapacity: true)
            let mark = marked.flatMap { (start..<(start + 16)).contains($0) ? $0 - start : nil }
            row.append(part, label: label(start), marked: mark, to: &line)
            console.output.write(line)
        }
    }
}
