// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// Compares the geometry that an image was opened with to what its bytes speak for.
enum GeometryDoubt {
    static func findings(_ source: any PageSource, _ origin: GeometryOrigin) throws -> [Finding] {
        if case .found = origin { return [] }
        let geometry = source.geometry
        let bytes = RawPages(pages: source)
        guard let best = try GeometryEvidence(bytes).best else { return [] }
        let hint = "give -g \(best.spec)"
        if (best.spec.pageSize, best.spec.oobSize) != (geometry.pageSize, geometry.oobSize) {
            if best.spec.oobSize > 0 {
                // Read as data only: because the format was named, or because no such OOB fits the size.
                let more = geometry.oobSize == 0 ? ", and leave -f raw out" : ""
                return [Finding(.warning, try held(best, bytes), hint: hint + more)]
            }
            guard geometry.oobSize > 0 else { return blockDoubt(best, geometry, hint) }
            return [
                Finding(
                    .warning, "\(best.reason): the dump holds no OOB", hint: "give -f raw -g \(best.spec)")
            ]
        }
        return blockDoubt(best, geometry, hint)
    }

    private static func held(_ best: GeometryCandidate, _ bytes: RawPages) throws -> String {
        let looks = "the dump holds OOB (looks like \(best.pageDescription))"
        guard let period = best.period, let mark = best.landmark else { return "\(looks): \(best.reason)" }
        let distance = ByteCount.hex(period)
        if mark == .ubiHeader, UBIEraseHeader(try bytes.bytes(at: 0, count: UBIEraseHeader.size)) == nil {
            return "no UBI header at 0x0, but one every \(distance) bytes: \(looks)"
        }
        return "\(mark.rawValue) every \(distance) bytes: \(looks)"
    }

    /// Pages agree or do not matter, blocks do not agree.
    private static func blockDoubt(_ best: GeometryCandidate, _ geometry: Geometry, _ hint: String) -> [Finding] {
        let size = best.spec.pageSize * best.spec.pagesPerBlock
        guard !best.assumesBlock, size != geometry.blockSize else { return [] }
        return [
            Finding(
                .warning,
                "\(best.reason): a block has \(ByteCount.human(size)), not \(ByteCount.human(geometry.blockSize))",
                hint: hint)
        ]
    }
}
