// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit
public import Testing

/// What every format of a console's rows has to do with damage.
public enum ConsoleTesting {
    /// What happens to a character.
    public enum Damage: Sendable, CaseIterable {
        /// It is lost, or another that is no digit comes in its place.
        case noDigit
        /// It is lost, or any other comes in its place.
        case any
    }

    /// A text with about one character of a hundred damaged.
    ///
    /// - Parameters:
    ///   - lines: nil for all, else the remainder of the number of a line by two that may be damaged.
    ///   - spared: characters at the start of a line that are not; with any, the ends of lines are not either.
    /// - Returns: the text, and the numbers of the lines that are damaged.
    public static func damaged(
        _ text: [UInt8], _ damage: Damage, lines: Int? = nil, spared: Int = 0, using random: inout SeededGenerator
    ) -> (text: [UInt8], lines: Set<Int>) {
        var out: [UInt8] = []
        var touched: Set<Int> = []
        var (line, column) = (0, 0)
        for character in text {
            let isMeant =
                lines.map { line % 2 == $0 } ?? true && (spared == 0 || column >= spared && character >= 0x20)
            if isMeant, Int.random(in: 0..<100, using: &random) == 0 {
                touched.insert(line)
                if random.chance(70) {
                    var other = character
                    while other == character || damage == .noDigit && isDigit(other) || spared > 0 && other < 0x20 {
                        other = UInt8.random(in: 0...255, using: &random)
                    }
                    out.append(other)
                }
            } else {
                out.append(character)
            }
            column += 1
            if character == 0x0A { (line, column) = (line + 1, 0) }
        }
        return (out, touched)
    }

    private static func isDigit(_ character: UInt8) -> Bool {
        HexDigits.value(of: character) != nil || HexDigits.value(of: character & 0x7F) != nil
    }

    /// Nothing wrong is presented as right, and what is not damaged is there.
    ///
    /// - Parameters:
    ///   - rows: for each line of the text the addresses, on the chip, that it shows.
    ///   - hasColumn: whether a second column shows the bytes as text.
    public static func checkDamage(
        _ text: [UInt8], as format: any ImageFormat, _ options: String = "", seeds: Range<UInt64> = 0..<50,
        rows: [Range<Int>?], hasColumn: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = try AddressedTesting.held(FormatTesting.open(text, as: format, options))
        for (seed, damage) in seeds.flatMap({ seed in Damage.allCases.map { (seed, $0) } }) {
            if damage == .any, !hasColumn { continue }
            var random = SeededGenerator(seed: seed)
            let (other, touched) = damaged(text, damage, using: &random)
            let held: [Int: UInt8]
            do {
                let image = try FormatTesting.open(other, as: format, options)
                held = try AddressedTesting.held(image)
                #expect(image.isDamaged || held == whole, "seed \(seed)", sourceLocation: sourceLocation)
            } catch let error as any Diagnostic {
                #expect(!error.message.isEmpty, sourceLocation: sourceLocation)
                continue
            }
            for (place, byte) in held where whole[place] != byte {
                // Both are shown as a dot: no column says anything else.
                let isHidden = whole[place].map { isDot($0) && isDot(byte) } ?? false
                #expect(
                    damage == .any && isHidden, "seed \(seed), \(damage): \(byte) at \(place)",
                    sourceLocation: sourceLocation)
            }
            for (line, addresses) in rows.enumerated() {
                guard let addresses, (line - 2...line + 2).allSatisfy({ !touched.contains($0) }) else { continue }
                for place in addresses where whole[place] != nil && held[place] == nil {
                    Issue.record(
                        "seed \(seed), \(damage): \(place) of line \(line) is missing", sourceLocation: sourceLocation)
                    break
                }
            }
        }
    }

    /// Whether an ASCII column shows the byte as a dot.
    public static func isDot(_ byte: UInt8) -> Bool { !(0x20...0x7E).contains(byte) || byte == 0x2E }

    /// Two captures make the whole, of which each is damaged in rows where the other is not; where addresses and ends of
    /// lines are damaged too, they make nearly all of it, and nothing wrong.
    ///
    /// - Parameter spared: characters of an address.
    public static func checkMerging(
        _ text: [UInt8], as format: any ImageFormat, _ options: String = "", spared: Int = 10,
        seeds: Range<UInt64> = 0..<30, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = try AddressedTesting.held(FormatTesting.open(text, as: format, options))
        for (seed, spared) in seeds.flatMap({ [($0, spared), ($0, 0)] }) {
            var random = SeededGenerator(seed: seed)
            let first = damaged(text, .noDigit, lines: 0, spared: spared, using: &random).text
            let second = damaged(text, .noDigit, lines: 1, spared: spared, using: &random).text
            let merged = try AddressedTesting.held(
                FormatTesting.open(
                    first, as: format, "\(options)\(options.isEmpty ? "" : ",")also=second", companion: second))
            // The same, one behind the other.
            let glued = try AddressedTesting.held(FormatTesting.open(first + [0x0A] + second, as: format, options))
            for held in [merged, glued] {
                #expect(
                    held.allSatisfy { whole[$0.key] == $0.value }, "seed \(seed), \(spared)",
                    sourceLocation: sourceLocation)
            }
            #expect(
                spared > 0 ? merged == whole : merged.count * 100 >= whole.count * 85,
                "seed \(seed), \(spared): \(merged.count) of \(whole.count)", sourceLocation: sourceLocation)
        }
    }

    /// The addresses that rows of `width` bytes show, line by line.
    ///
    /// - Parameter header: lines before the first row.
    public static func rows(_ count: Int, width: Int = 16, header: Int = 0, first: Int = 0) -> [Range<Int>?] {
        Array(repeating: nil, count: header)
            + stride(from: 0, to: count, by: width).map { (first + $0)..<(first + min(count, $0 + width)) }
    }

    /// Bytes as a text with addresses shows them on the chip, of a file of the samples; nil where there are none.
    public static func sample(_ name: String) throws -> (text: [UInt8], payload: (String) throws -> [UInt8])? {
        guard let folder = Fixture.sharedFolder() else { return nil }
        let root = "\(folder)/samples/containers"
        // That it is not there is an error, where there is a folder.
        let text = try Fixture.output(of: ["cat", "\(root)/\(name)"])
        return (text, { try Fixture.output(of: ["cat", "\(root)/payloads/\($0)"]) })
    }

    /// A sample is recognised, and gives its payload, or `count` bytes of it from `first` on.
    public static func checkSample(
        _ name: String, _ payload: String, from first: Int = 0, count: Int?, as format: any ImageFormat,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        guard let sample = try sample(name) else { return }
        let image = try FormatTesting.open(sample.text, as: format)
        let bytes = try AddressedTesting.content(image).bytes
        let whole = try sample.payload(payload)
        #expect(bytes == Array(whole.dropFirst(first).prefix(count ?? whole.count)), sourceLocation: sourceLocation)
        #expect(!image.isDamaged, "\(image.findings)", sourceLocation: sourceLocation)
        let probe = try format.probe(ProbeInput(MemorySource(sample.text)))
        #expect(probe?.confidence ?? .possible >= .likely, sourceLocation: sourceLocation)
        try Conformance.check(source: image, sourceLocation: sourceLocation)
    }

    /// As a log has it: `digits` hexadecimal digits, upper case.
    public static func hex(_ value: Int, _ digits: Int) -> String {
        String(decoding: HexDigits.text(value, digits: digits), as: UTF8.self)
    }

    /// The ASCII column of a row.
    public static func shown(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { isDot($0) ? 0x2E : $0 }, as: UTF8.self)
    }
}
