// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// `museimg.hexdump/1`: a header, then one object for each page, or for a run of pages of one byte or of none.
struct HexdumpJSON: HexdumpPrinter {
    private let subject: Subject
    private let oob: HexdumpOOB
    private let console: Console

    init(_ subject: Subject, oob: HexdumpOOB, _ console: Console) throws {
        self.subject = subject
        self.oob = oob
        self.console = console
        try console.printJSON(Header(image: ImageAnswer(subject)))
    }

    private struct Header: Encodable {
        let schema = "museimg.hexdump/1"
        let image: ImageAnswer
    }

    private struct Item: Encodable {
        let firstPage: Int
        let pages: Int
        let block: Int
        let dataOffset: Int
        let fileOffset: Int?
        let state: String
        /// Hexadecimal digits, two for each byte.
        let data: String?
        let oob: String?
        /// What every byte is, in place of the bytes.
        let fill: UInt8?
    }

    func run(_ run: PageRun) throws {
        let geometry = subject.geometry
        if run.content == .absent || run.uniformByte != nil {
            return try item(run.pages, run.state, fill: run.uniformByte)
        }
        let step = geometry.isNOR ? run.pages.count : 1
        for index in stride(from: 0, to: run.pages.count, by: step) {
            let pages = PageRange(from: run.pages.lowerBound.advanced(by: index), count: step)
            let data = run.data[(index * geometry.pageSize)..<((index + step) * geometry.pageSize)]
            let spare = run.oob[(index * geometry.oobSize)..<((index + step) * geometry.oobSize)]
            try item(
                pages, run.state, data: oob.showsData ? TextTable.hexBytes(data) : nil,
                oob: oob.showsOOB && !spare.isEmpty ? TextTable.hexBytes(spare) : nil)
        }
    }

    private func item(
        _ pages: PageRange, _ state: PageState, data: String? = nil, oob: String? = nil, fill: UInt8? = nil
    ) throws {
        let geometry = subject.geometry
        let first = pages.lowerBound
        try console.printJSON(
            Item(
                firstPage: first.rawValue, pages: pages.count, block: geometry.block(of: first).rawValue,
                dataOffset: first.rawValue * geometry.pageSize, fileOffset: subject.device.fileOffset(of: first),
                state: state.description, data: data, oob: oob, fill: fill))
    }

    func end() throws {}
}
