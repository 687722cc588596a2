// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
public import FormatKit
public import Testing

/// What every format of addressed text has to do.
public enum AddressedTesting {
    /// The bytes that a source holds, by their place on the chip; for small ones.
    public static func held(_ source: any PageSource) throws -> [Int: UInt8] {
        var held: [Int: UInt8] = [:]
        var walker = try PageWalker(source)
        while let run = try walker.step() {
            let start = run.pages.lowerBound.rawValue * source.geometry.pageSize
            switch run.content {
            case .absent: continue
            case .bytes: for (i, byte) in run.data.enumerated() { held[start + i] = byte }
            case .filled(let byte):
                for i in 0..<(run.pages.count * source.geometry.pageSize) { held[start + i] = byte }
            }
        }
        return held
    }

    /// The held bytes in the order of the chip, and the place of the first.
    public static func content(_ source: any PageSource) throws -> (start: Int, bytes: [UInt8]) {
        let held = try held(source)
        let places = held.keys.sorted()
        return (places.first ?? 0, places.compactMap { held[$0] })
    }

    /// The first and the last lines of a text, so that trying every byte of it takes no time.
    public static func shortened(_ text: [UInt8]) -> [UInt8] {
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.count < 10 ? text : Array((lines.prefix(6) + lines.suffix(4)).joined(separator: [0x0A]))
    }

    /// A text cut at any byte gives bytes of the whole text at their places, or an error that a person can read.
    public static func checkTruncations(
        _ text: [UInt8], as format: any ImageFormat, _ options: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = try held(FormatTesting.open(text, as: format, options))
        for end in 0..<text.count {
            checkSubset(Array(text[..<end]), of: whole, as: format, options, "cut at \(end)", sourceLocation)
        }
    }

    /// Nothing of a damaged text is presented as right that is wrong.
    ///
    /// - Parameters:
    ///   - places: offsets in the text to damage, one at a time.
    ///   - characters: what to put there.
    public static func checkDamage(
        _ text: [UInt8], as format: any ImageFormat, _ options: String = "", at places: some Sequence<Int>,
        with characters: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let whole = try held(FormatTesting.open(text, as: format, options))
        for place in places {
            for character in characters.utf8 where text[place] != character {
                var damaged = text
                damaged[place] = character
                checkSubset(damaged, of: whole, as: format, options, "\(character) at \(place)", sourceLocation)
            }
        }
    }

    private static func checkSubset(
        _ text: [UInt8], of whole: [Int: UInt8], as format: any ImageFormat, _ options: String, _ what: String,
        _ sourceLocation: SourceLocation
    ) {
        do {
            for (place, byte) in try held(FormatTesting.open(text, as: format, options)) where whole[place] != byte {
                Issue.record("\(what): wrong at \(place)", sourceLocation: sourceLocation)
                return
            }
        } catch let error as any Diagnostic {
            #expect(!error.message.isEmpty, sourceLocation: sourceLocation)
        } catch {
            Issue.record("\(what): \(error)", sourceLocation: sourceLocation)
        }
    }

    /// Bytes with random gaps come back from the format, and the gaps stay gaps.
    ///
    /// - Parameter unit: places of gaps are multiples of it.
    public static func checkRoundTrips(
        as format: any ImageFormat, _ options: [String], unit: Int = 1, limit: Int = 1 << 18,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (seed, options) in (0..<24).flatMap({ seed in options.map { (seed, $0) } }) {
            var random = SeededGenerator(seed: UInt64(seed))
            let source = try GappedChip(
                &random, unit: unit, size: Int.random(in: 1...limit / unit, using: &random) * unit)
            let written = try FormatTesting.write(source, as: format, options).main
            let image = try FormatTesting.open(written, as: format, options + ",base=0", geometry: "nor:4K")
            #expect(try held(image) == held(source), "\(options) seed \(seed)", sourceLocation: sourceLocation)
            #expect(
                !image.findings.contains { $0.severity == .warning }, "\(image.findings)",
                sourceLocation: sourceLocation)
            // Written once more in the style that was found, the same text comes out.
            let style = FormatSpec(format.info.name, [:]).description
            let again = try #require(image.writtenAs, sourceLocation: sourceLocation).description.dropFirst(
                style.count + 1)
            #expect(
                try FormatTesting.write(image, as: format, String(again)).main == written,
                "\(options) seed \(seed) as \(again)", sourceLocation: sourceLocation)
            if seed < 4 { try Conformance.check(source: image, sourceLocation: sourceLocation) }
        }
    }
}

/// NOR of which some stretches are held, between gaps that begin and end anywhere.
public struct GappedChip: PageSource {
    public let geometry: Geometry
    /// Ascending, with gaps between them.
    private let stretches: [(start: Int, bytes: [UInt8])]

    /// Bytes without gaps.
    public init(_ bytes: [UInt8], at start: Int = 0) throws {
        let size = start + bytes.count
        geometry = try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: 4096, blockCount: size / 4096 + 1)
        stretches = [(start, bytes)]
    }

    public init(_ random: inout SeededGenerator, unit: Int, size: Int) throws {
        geometry = try Geometry(pageSize: 1, oobSize: 0, pagesPerBlock: 4096, blockCount: size / 4096 + 1)
        var stretches: [(start: Int, bytes: [UInt8])] = []
        var at = random.chance(50) ? 0 : Int.random(in: 0..<size, using: &random) / unit * unit
        while at < size {
            // Long ones and such as are no longer than a line or two.
            let most = random.chance(30) ? size : 40
            let count = max(unit, min(size - at, Int.random(in: 1...most, using: &random)) / unit * unit)
            var bytes = random.bytes(count)
            if random.chance(20) { bytes = Array(repeating: 0xFF, count: count) }
            stretches.append((at, bytes))
            at += count + Int.random(in: 1...(random.chance(20) ? 70_000 : 50), using: &random) * unit
        }
        self.stretches = stretches
    }

    public func knownExtent(at page: PageNumber) -> PageExtent? {
        let place = page.rawValue
        let next = stretches.first { $0.start + $0.bytes.count > place }
        if let next, next.start <= place { return nil }
        let end = PageNumber(min(next?.start ?? geometry.pageCount, geometry.pageCount))
        return PageExtent(pages: page..<end, state: .missing, content: .absent)
    }

    public func read(_ range: PageRange, into buffer: PageBuffer) throws -> PageRange {
        let place = range.lowerBound.rawValue
        guard let own = stretches.first(where: { $0.start + $0.bytes.count > place }), own.start <= place else {
            throw FlashError(.outOfRange, "a gap", page: range.lowerBound)
        }
        let count = min(range.count, buffer.capacity, own.start + own.bytes.count - place)
        buffer.pages = PageRange(from: range.lowerBound, count: count)
        buffer.data(count: count).copyBytes(from: own.bytes[(place - own.start)...].prefix(count))
        buffer.classifyByContent()
        return buffer.pages
    }

    public func isBad(_ block: BlockNumber) throws -> Bool { false }
}
