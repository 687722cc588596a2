// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit
public import Testing

/// A file under `fixtures/addressed` that another program made of `archive/small.bin`.
public struct AddressedSample: Sendable, CustomTestStringConvertible {
    public var name: String
    /// Where small.bin begins on the chip, in bytes.
    public var start: Int
    /// Whether writing in the style that was found gives the same file.
    public var isIdentical: Bool
    public var testDescription: String { name }

    public init(_ name: String, start: Int, isIdentical: Bool = true) {
        self.name = name
        self.start = start
        self.isIdentical = isIdentical
    }

    /// It is recognised, holds small.bin at its address, and is written back as it was.
    public func check(
        as format: any ImageFormat, _ confidence: Confidence, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = try Fixture.bytes("addressed/\(name)")
        let image = try FormatTesting.open(text, as: format)
        let (first, bytes) = try AddressedTesting.content(image)
        #expect(first == start, sourceLocation: sourceLocation)
        #expect(try bytes == Fixture.bytes("archive/small.bin"), sourceLocation: sourceLocation)
        try Conformance.check(source: image, sourceLocation: sourceLocation)
        let probe = try format.probe(ProbeInput(MemorySource(text)))
        #expect(probe?.confidence == confidence, sourceLocation: sourceLocation)
        guard isIdentical else { return }
        let style = try #require(image.writtenAs, sourceLocation: sourceLocation).description
        let options = String(style.dropFirst(format.info.name.count + 1))
        let again = try FormatTesting.write(image, as: format, options).main
        #expect(again == text, "\(style)", sourceLocation: sourceLocation)
    }
}
