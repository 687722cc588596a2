// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

extension RawOOBFormat {
    /// What `-g` says with OOB in it, else what the bytes say by themselves.
    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard input.source.size > 0 else { return nil }
        let found = try GeometryEvidence(input.source).best
        guard let spec = input.geometry else {
            return found.flatMap {
                $0.spec.oobSize > 0 ? Probe(.likely, "looks like \($0.spec): \($0.reason)") : nil
            }
        }
        guard spec.oobSize > 0 else { return nil }
        if let found, found.spec.pageSize == spec.pageSize, found.spec.oobSize == spec.oobSize {
            return Probe(.likely, "-g has OOB, and so have the bytes: \(found.reasons.first ?? "")")
        }
        if let found, found.spec.oobSize == 0 { return nil }
        let raw = spec.pageSize + spec.oobSize
        if input.source.size % raw == 0 {
            return Probe(.likely, "-g has OOB, and the size is a multiple of \(spec.pageSize)+\(spec.oobSize)")
        }
        // A dump that was cut short is no multiple of anything; one of whole pages may have lost its OOB.
        return input.source.size % spec.pageSize == 0
            ? nil : Probe(.likely, "-g has OOB, and the size is no multiple of \(spec.pageSize) alone")
    }

    /// The geometry that the bytes speak for.
    ///
    /// - Throws: ``UsageError`` when they do not, or when the OOB lies elsewhere than behind its page.
    func foundGeometry(_ input: FormatInput, _ order: FlatOrder) throws -> (GeometrySpec, GeometryOrigin) {
        guard order == .interleaved, let found = try GeometryEvidence(input.source).withOOB else {
            throw UsageError(
                "\(input.source.name): raw-oob needs a geometry, and the bytes do not tell it",
                hint: "give it as in -g 2048+64x64")
        }
        return (found.spec, .found(found.reason))
    }
}
