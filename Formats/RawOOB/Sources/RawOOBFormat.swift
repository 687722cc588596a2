// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// Pages with their OOB, in one of the orders that programmers and tools write.
public struct RawOOBFormat: ImageFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "raw-oob", summary: "pages with their OOB in one file, as a programmer reads them",
            options: FlatOptions.common + [
                .init(
                    "order", "interleaved|oob-first|per-block|at-end",
                    "where the OOB lies: behind its page (default), before it, behind its block's data, at the end"),
                FlatOptions.bad, FlatOptions.marker, FlatOptions.oob,
            ],
            limitations: ["cannot tell a missing page from an erased one, except when read with holes=missing"])
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        let order = try order(input.options)
        let (spec, origin) = try FlatOptions.geometry(input) ?? foundGeometry(input, order)
        var plan = FlatImage.Plan(order: order, geometry: spec, origin: origin)
        try FlatOptions.read(input.options, into: &plan)
        plan.writtenAs = FormatSpec(info.name, ["order": order.rawValue])
        return try FlatImage(input.source, plan: plan)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        try FlatWriter(
            order: try order(output.options), geometry: try FlatOptions.geometryWithOOB(output), sink: output.sink,
            leavesHoles: try FlatOptions.writesHoles(output.options))
    }

    private func order(_ options: OptionReader) throws -> FlatOrder {
        try options.choice(
            "order",
            [
                "interleaved": FlatOrder.interleaved, "oob-first": .oobFirst, "per-block": .perBlock, "at-end": .atEnd,
            ]) ?? .interleaved
    }
}
