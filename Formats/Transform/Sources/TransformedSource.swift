// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The bytes of a file as they lie on the chip.
struct TransformedSource: ByteSource {
    private let file: any ByteSource
    private let transform: Transform

    init(_ file: any ByteSource, _ transform: Transform) {
        self.file = file
        self.transform = transform
    }

    var name: String { file.name }
    var size: Int { file.size }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let unit = transform.unit
        let lead = offset % unit
        let isWhole = lead == 0 && (buffer.count % unit == 0 || offset + buffer.count >= size)
        guard !isWhole else {
            let got = try file.read(into: buffer, at: offset)
            transform.apply(to: UnsafeMutableRawBufferPointer(rebasing: buffer[..<got]))
            return got
        }
        // Words at both ends that are asked for in part.
        let end = min(size, (offset + buffer.count + unit - 1) / unit * unit)
        var words = try file.bytes(at: offset - lead, count: end - (offset - lead))
        transform.apply(to: &words)
        let wanted = words.dropFirst(lead).prefix(buffer.count)
        UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted.count]).copyBytes(from: wanted)
        return wanted.count
    }

    /// A hole reads as 0x00, and must do so afterwards.
    func stretch(at offset: Int) -> ByteStretch? { transform == .invert ? nil : file.stretch(at: offset) }
}
