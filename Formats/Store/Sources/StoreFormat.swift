// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
public import FormatKit

/// A store: a base and a journal of what was done to it, at one of its points.
public struct StoreFormat: PointedFormat {
    public init() {}

    public var info: FormatInfo {
        FormatInfo(
            name: "store", summary: "a base image and a journal of changes, at any of its points",
            extensions: ["muse"],
            options: [
                .init("at", "NAME|NUMBER", "the point: a mark or a record's number, also as in store:PATH@POINT"),
                .init("base", "PATH", "where the base image is, where it was moved"),
                .init("verify", "yes|no", "compare all of the base with what it was, not only samples"),
            ],
            limitations: ["written by `museimg store create` and `museimg mount --store`, not as an output of convert"],
            references: ["docs/store-format.md"], canWrite: false)
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        guard StoreFile.hasMagic(input.head) else { return nil }
        return Probe(.certain, "begins with the magic number of museimg's stores")
    }

    public func open(_ input: FormatInput) throws -> any RawImage {
        try StoreImage(
            input.source, at: input.options.string("at"), base: input.options.string("base"),
            isThorough: try input.options.flag("verify") ?? false, openImage: input.openImage)
    }

    public func makeWriter(_ output: FormatOutput) throws -> any ImageWriter {
        throw UsageError(
            "store: is not written by a conversion",
            hint: "`museimg store create S --from IMAGE` makes one, `museimg mount IMAGE --store S` too")
    }

    public func point(in path: String) -> (path: String, option: FormatSpec.Option)? {
        StorePoint.split(path).map { ($0.path, FormatSpec.Option(key: "at", value: $0.point)) }
    }
}
