// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// U-Boot's `nand dump`: pages with their OOB, out of a console's log.
public struct UBootNandFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "uboot-nand", summary: "U-Boot's nand dump: pages with OOB, out of a console's log",
            options: [
                .init("geometry", "GEOMETRY", "pages per block, and what the text does not tell (or give -g)"),
                FlatOptions.bad, FlatOptions.marker,
            ] + AddressedOptions.console.filter { $0.name == "overlap" || $0.name == "also" },
            limitations: [
                "read, not written", "the text does not state the pages of a block",
                "until v2025.07 it prints no ASCII column and no addresses: damage that leaves digits digits cannot be "
                    + "seen, and a page that has lost a line is left out",
            ],
            references: ["U-Boot 2026.10 and 2025.07, cmd/nand.c, nand_dump"], canWrite: false, isText: true)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard ConsoleLog.isText(input.head) else { return nil }
        let survey = try PageSurvey(MemorySource(input.head))
        guard survey.pages > 0, survey.rows > 0 else { return nil }
        let what = "\(survey.pages) pages of nand dump, each with its offset"
        return Probe(survey.pages > 1 || survey.rows >= 8 ? .certain : .likely, what)
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        let also = input.options.spec.options.filter { $0.key == "also" }
        let sources = try [input.source] + also.map { try input.openCompanion($0.value) }
        let survey = try PageSurvey(input.source)
        guard survey.pages > 0 else {
            throw FormatError(
                .badMagic, name: input.source.name, at: 0, "no line as in `Page at offset 00000000 dump:` is in it",
                hint: "`museimg formats` lists other forms of dumps")
        }
        let given = try FlatOptions.geometry(input)
        let spec = try spec(survey, given?.0, input.source.name)
        let store = try AddressedStore(name: input.source.name, maxBytes: input.limits.maxBytes)
        let reader = PageReader(pageSize: spec.pageSize, oobSize: spec.oobSize)
        for (number, source) in sources.enumerated() {
            try reader.read(source, capture: number == 0 ? nil : source.name, into: store)
        }
        try store.finish()
        let origin =
            given?.1
            ?? .found(
                "\(spec.pageSize) bytes of data and \(spec.oobSize) of OOB come in turn; "
                    + "\(spec.pagesPerBlock) pages a block "
                    + "are assumed")
        return try PagedText.image(
            store, spec, origin: origin, input: input, format: info.name, tally: reader.tally,
            fetch: { "nand dump \(String($0, radix: 16))" })
    }

    private func spec(_ survey: PageSurvey, _ given: GeometrySpec?, _ name: String) throws -> GeometrySpec {
        let page = given?.pageSize ?? survey.pageSize
        let oob = given.map { $0.oobSize } ?? survey.oobSize
        guard let page, page >= 16 else {
            throw FormatError(
                .empty, name: name, at: 0, "no page is whole, so that its size is not known", hint: "give it with -g")
        }
        let spec = GeometrySpec(
            pageSize: page, oobSize: oob ?? 0, pagesPerBlock: given?.pagesPerBlock ?? (page <= 512 ? 32 : 64),
            blockCount: given?.blockCount)
        _ = try spec.geometry(blockCount: 1)
        return spec
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError("uboot-nand can be read, not written", hint: "write nanddump-text")
    }
}
