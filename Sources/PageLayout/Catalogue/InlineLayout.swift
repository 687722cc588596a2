// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ECC
import Flash

/// A layout written on the command line: data first, and in OOB the parities of a BCH code at even distances.
///
/// `bch:t=8,step=512,bytes=13,at=12,poly=0x201b,order=lsb,mask=erased,invert=both`. The last three may be left out; the
/// order is then `msb`, and nothing is masked or inverted.
public struct InlineLayout: Hashable, Sendable {
    /// As it was written.
    public let text: String
    /// Bytes of data in a step.
    public let stepSize: Int
    /// Bytes from one step's parity to the next one's.
    public let pitch: Int
    /// First byte of parity, counted in OOB.
    public let firstParity: Int
    public let code: BCHParameters
    public let form: BCHForm

    static let prefix = "bch:"
    private static let keys = ["t", "step", "bytes", "at", "poly", "order", "mask", "invert"]

    /// - Throws: ``LayoutError`` (`malformed`) that names the key.
    init(parsing text: String) throws(LayoutError) {
        self.text = text
        var values: [String: String] = [:]
        for item in text.dropFirst(Self.prefix.count).split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, Self.keys.contains(parts[0]) else {
                throw LayoutError(
                    .malformed, text, at: "'\(item)'",
                    "expected KEY=VALUE with one of \(Self.keys.joined(separator: ", "))")
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw LayoutError(.malformed, text, at: parts[0], "is given twice")
            }
        }
        func number(_ key: String) throws(LayoutError) -> Int {
            guard let value = values[key] else { throw LayoutError(.malformed, text, at: key, "is missing") }
            guard let number = ByteCount.parse(value), number <= Geometry.Limits.pageSize else {
                throw LayoutError(
                    .malformed, text, at: key, "'\(value)', expected a number up to \(Geometry.Limits.pageSize)")
            }
            return number
        }
        func choice<T>(_ key: String, _ words: KeyValuePairs<String, T>, _ usual: T) throws(LayoutError) -> T {
            guard let value = values[key] else { return usual }
            guard let choice = words.first(where: { $0.key == value }) else {
                throw LayoutError(
                    .malformed, text, at: key,
                    "'\(value)', expected one of \(words.map(\.key).joined(separator: ", "))")
            }
            return choice.value
        }
        let polynomial = UInt32(try number("poly"))
        stepSize = try number("step")
        pitch = try number("bytes")
        firstParity = try number("at")
        code = BCHParameters(
            m: max(0, 31 - polynomial.leadingZeroBitCount), polynomial: polynomial, strength: try number("t"))
        let inversion = try choice(
            "invert",
            ["none": (false, false), "message": (true, false), "parity": (false, true), "both": (true, true)],
            (false, false))
        form = BCHForm(
            order: try choice("order", ["msb": .msb, "lsb": .lsb, "nibble": .nibble], .msb),
            invertsMessage: inversion.0, invertsParity: inversion.1,
            mask: try choice("mask", ["none": .none, "erased": .erased], .none))
    }

    /// - Throws: ``LayoutError`` (`impossible`) when pages of this shape have no room for it.
    func layout(for shape: LayoutTemplate.Shape) throws(LayoutError) -> PageLayout {
        guard stepSize > 0, shape.pageSize % stepSize == 0 else {
            throw LayoutError(
                .impossible, text, at: "step", "\(stepSize) bytes do not divide a page of \(shape.pageSize)")
        }
        var parts = PageLayout.Parts(name: text, pageSize: shape.pageSize, oobSize: shape.oobSize)
        parts.title = "BCH, \(code.strength) bits per \(stepSize) bytes, as given"
        parts.source = "the command line"
        parts.order = form.order
        parts.code = .bch(code, form)
        let bits = try parityBits()
        for i in 0..<min(shape.pageSize / stepSize, LayoutProof.maximumSteps + 1) {
            let start = (shape.pageSize + firstParity + i * pitch) * 8
            parts.steps.append(
                LayoutStep(
                    message: [.data(BitRange(byte: i * stepSize, bytes: stepSize))],
                    parity: [BitRange(start: start, count: bits)]))
        }
        let parity = parts.steps.flatMap(\.parity)
        // Where nearly all chips have it, unless parity lies there.
        let usual = shape.pageSize > 512 ? BitRange(byte: shape.pageSize, bytes: 2) : BitRange(byte: 517, bytes: 1)
        if usual.end <= (shape.pageSize + shape.oobSize) * 8, parity.allSatisfy({ $0.intersection(usual) == nil }) {
            parts.marker = MarkerRule(range: usual)
        }
        let taken = [BitRange(byte: 0, bytes: shape.pageSize)] + parity + (parts.marker.map { [$0.range] } ?? [])
        parts.free = taken.complement(in: (shape.pageSize + shape.oobSize) * 8)
        return try PageLayout(parts)
    }

    private func parityBits() throws(LayoutError) -> Int {
        do {
            return try BCHCode(code, messageBits: stepSize * 8, form: form).parityBits
        } catch {
            throw LayoutError(.impossible, text, at: "t", error.message)
        }
    }
}
