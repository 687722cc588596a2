// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// A dump whose bytes or bits lie in another order than on the chip: read and written.
public struct TransformFormat: WrapperFormat {
    let transform: Transform

    /// `swap16`, `swap32`, `swap4`, `bitrev`, `invert`.
    public static let all: [any Format] = Transform.allCases.map(TransformFormat.init)

    public var info: FormatInfo {
        FormatInfo(
            name: transform.rawValue, summary: transform.summary,
            limitations: transform.unit > 1 ? ["bytes at the end that are no whole word stay as they are"] : [],
            references: ["Formats/Transform/README.md"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? { TransformProbe.probe(input, transform) }

    public func parts(_ input: FormatInput) throws -> [WrappedPart] {
        let source = input.source
        guard source.size > 0 else { throw FormatError(.empty, name: source.name, at: 0, "holds no bytes") }
        var part = WrappedPart(name: source.name, size: source.size) { [transform] in
            ExpandedPart(TransformedSource(source, transform))
        }
        let odd = source.size % transform.unit
        if odd > 0 {
            part.findings = [
                Finding(
                    .warning,
                    "\(odd == 1 ? "a byte" : "\(odd) bytes") at the end, less than a word: taken as they are",
                    at: source.size - odd)
            ]
        }
        return [part]
    }

    public func makeSink(around outer: any ByteSink, options: OptionReader, name: String) throws -> any ByteSink {
        TransformingSink(transform, around: outer)
    }
}
