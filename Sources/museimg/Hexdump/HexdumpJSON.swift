// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import PageLayout

/// `museimg.hexdump/1`: a header, then one object for each page, or for a run of pages of one byte or of none.
struct HexdumpJSON: HexdumpPrinter {
    private let subject: Subject
    private let oob: HexdumpOOB
    private let isRaw: Bool
    private let examiner: PageExaminer?
    private let console: Console

    init(_ subject: Subject, oob: HexdumpOOB, isRaw: Bool, _ console: Console) throws {
        self.subject = subject
        self.oob = oob
        self.isRaw = isRaw
        examiner = PageExaminer(subject)
        self.console = console
        let fields = subject.layouts?.codecs.map { Fields($0.layout, isRaw: isRaw) }
        try console.printJSON(
            Header(
                image: ImageAnswer(subject), raw: isRaw, layouts: LayoutRangeAnswer.all(subject.layouts), fields: fields
            ))
    }

    private struct Header: Encodable {
        let schema = "museimg.hexdump/1"
        let image: ImageAnswer
        let raw: Bool
        let layouts: [LayoutRangeAnswer]?
        let fields: [Fields]?
    }

    /// The named parts of the OOB; of the raw page where that is shown.
    private struct Fields: Encodable {
        let layout: String
        let parts: [Part]

        struct Part: Encodable {
            let kind: String
            let bit: Int
            let bits: Int
            let step: Int?
        }

        init(_ layout: PageLayout, isRaw: Bool) {
            self.layout = layout.name
            parts = (isRaw ? layout.rawParts : layout.oobParts).map {
                Part(
                    kind: $0.kind?.rawValue ?? "data", bit: $0.range.start, bits: $0.range.count, step: $0.step)
            }
        }
    }

    /// What ECC says of a step.
    private struct Step: Encodable {
        let outcome: String
        let bits: Int?

        init(_ outcome: StepOutcome) {
            bits = outcome.flips
            switch outcome {
            case .clean: self.outcome = "clean"
            case .corrected: self.outcome = "corrected"
            case .erased: self.outcome = "erased"
            case .uncorrectable: self.outcome = "uncorrectable"
            }
        }
    }

    /// A bit that ECC puts right.
    private struct Flip: Encodable {
        let area: ExaminedPage.Flip.Area
        let byte: Int
        let bit: Int
        let right: Int

        init(_ flip: ExaminedPage.Flip) {
            (area, byte, bit, right) = (flip.area, flip.byte, flip.bit, flip.right)
        }
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
        let layout: String?
        let steps: [Step]?
        let flips: [Flip]?
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
            let examined = try examiner?.examine(pages.lowerBound, run.state)
            try item(
                pages, examined?.isUncorrectable == true ? .uncorrectable : run.state, examined,
                data: oob.showsData ? TextTable.hexBytes(data) : nil,
                oob: oob.showsOOB && !spare.isEmpty ? TextTable.hexBytes(spare) : nil)
        }
    }

    private func item(
        _ pages: PageRange, _ state: PageState, _ examined: ExaminedPage? = nil, data: String? = nil,
        oob: String? = nil, fill: UInt8? = nil
    ) throws {
        let geometry = subject.geometry
        let first = pages.lowerBound
        try console.printJSON(
            Item(
                firstPage: first.rawValue, pages: pages.count, block: geometry.block(of: first).rawValue,
                dataOffset: first.rawValue * geometry.pageSize, fileOffset: subject.device.fileOffset(of: first),
                state: state.description, data: data, oob: oob, fill: fill,
                layout: examiner?.layout(of: first)?.name, steps: examined?.outcomes.map(Step.init),
                flips: (isRaw ? examined?.rawFlips : examined?.decodedFlips)?.map(Flip.init)))
    }

    func end() throws {}
}
