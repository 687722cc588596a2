// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The shape of the chip, from what the tool printed, else the rows, else the user, else habit.
struct TextGeometry {
    /// With the OOB that the text shows; without a number of blocks.
    let shape: Geometry
    let origin: GeometryOrigin
    /// Bytes; more than the text shows where the tool or the user say so.
    let chipOOBSize: Int
    /// As the user gave it.
    let blockCount: Int?
    private(set) var findings: [Finding] = []

    /// - Throws: ``FormatError`` (`badValue`), ``FlashError`` (`invalidGeometry`).
    init(_ survey: TextSurvey, given: GeometrySpec?, name: String) throws {
        let pageSize: Int
        var isAssumed = false
        if let page = survey.sizes?.page ?? survey.pageSize(given: given?.pageSize) {
            pageSize = page
        } else if let given {
            pageSize = given.pageSize
        } else {
            pageSize = 2048
            isAssumed = true
        }
        let shown = survey.oobRows == 0 ? 0 : survey.sizes?.oob ?? survey.oobSize(given: given?.oobSize) ?? 0
        let perBlock =
            survey.sizes.map { $0.block / $0.page }
            ?? given.map {
                $0.pageSize == pageSize ? $0.pagesPerBlock : max(1, $0.pageSize * $0.pagesPerBlock / pageSize)
            }
        do {
            shape = try Geometry(
                pageSize: pageSize, oobSize: shown, pagesPerBlock: perBlock ?? (pageSize <= 512 ? 32 : 64),
                blockCount: 0)
        } catch {
            throw FormatError(
                .badValue, name: name, at: 0,
                "the rows look like pages of \(pageSize) bytes with \(shown) of OOB, which no chip has",
                hint: "a log with the line `Block size ..., page size ..., OOB size ...` tells the sizes")
        }
        chipOOBSize = shown > 0 ? shown : survey.sizes?.oob ?? given?.oobSize ?? 0
        blockCount = given?.blockCount
        let perBlockText = "\(shape.pagesPerBlock) pages a block are assumed"
        if survey.sizes != nil {
            origin = .stated
        } else if isAssumed {
            origin = .assumed("text without OOB does not tell the page size")
        } else if given != nil {
            origin = .given
        } else {
            origin = .found("\(pageSize) bytes of data and \(shown) of OOB come in turn; \(perBlockText)")
        }
        if let given, given.pageSize != pageSize || (shown > 0 && given.oobSize != shown) {
            findings.append(
                Finding(
                    .warning,
                    "the text shows pages of \(GeometrySpec(shape, withBlocks: false)), not the \(given) that was given"
                ))
        }
    }
}
