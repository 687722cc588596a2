// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Data only: NOR, or NAND whose OOB is gone.
public struct RawFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "raw", summary: "data only: NOR, or NAND without its OOB",
            extensions: ["raw", "nor"],
            options: FlatOptions.common + [FlatOptions.bad],
            limitations: [
                "holds no OOB, no parity, no bad-block marks",
                "cannot tell a missing page from an erased one, except when read with holes=missing",
            ])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        input.source.size > 0 ? Probe(.possible, "any bytes are") : nil
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        let (spec, origin) = try FlatOptions.geometry(input) ?? FlatOptions.dataGeometry(input.source)
        var plan = FlatImage.Plan(order: .dataOnly, geometry: spec, origin: origin)
        try FlatOptions.read(input.options, into: &plan)
        plan.writtenAs = FormatSpec(info.name)
        return try FlatImage(input.source, plan: plan)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        try FlatWriter(
            order: .dataOnly, geometry: output.geometry, sink: output.sink,
            leavesHoles: try FlatOptions.writesHoles(output.options))
    }
}
