// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

extension RawOOBFormat {
    /// What `-g` says with OOB in it, else what the bytes say by themselves.
    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard let spec = input.geometry else {
            let found = try GeometryEvidence(input.source).withOOB
            return found.map { Probe(.likely, "looks like \($0.spec): \($0.reason)") }
        }
        guard spec.oobSize > 0, input.source.size > 0 else { return nil }
        let raw = spec.pageSize + spec.oobSize
        return input.source.size % raw == 0
            ? Probe(.likely, "-g has OOB, and the size is a multiple of \(spec.pageSize)+\(spec.oobSize)") : nil
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
