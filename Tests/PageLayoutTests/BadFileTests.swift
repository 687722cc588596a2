// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout
import TestKit
import Testing

@Suite("Layout files that cannot be")
struct BadFileTests {
    /// A file that is right, and what a test puts into it.
    private static let good = """
        name = "chip"
        geometries = ["2048+64"]

        [let]
        n = "page / 512"

        [code]
        kind = "bch"
        m = 13
        strength = 8

        [[steps]]
        count = "n"
        message = [{ byte = "i*512", bytes = 512 }]
        parity = [{ byte = "page + 12 + i*13", bytes = 13 }]

        [marker]
        byte = "page"
        """

    private func message(_ text: String) -> String {
        do {
            for template in try LayoutTemplate.family(parsing: text, file: "bad.toml") {
                for shape in template.shapes { _ = try template.layout(for: shape) }
            }
            return "no error"
        } catch {
            return error.message
        }
    }

    @Test("the file that the others are made from is right")
    func good() { #expect(message(Self.good) == "no error") }

    @Test(
        "each says what is wrong and where",
        arguments: [
            ("kind = \"bch\"", "kind = bch", "layout bad.toml: line 8, column 8: no TOML: "),
            ("[let]", "[let]\nn = 2", "layout bad.toml: line 6, column 1: no TOML: "),
            ("[let]", "colour = 1\n\n[let]", "layout bad.toml: colour: unknown key; here are known: name, title, "),
            ("m = 13", "m = 13\nd = 1", "layout bad.toml: code.d: unknown key; here are known: kind, m, polynomial, "),
            ("count = \"n\"", "count = \"n\"\nx = 1", "layout bad.toml: steps[0].x: unknown key; "),
            (
                "bytes = 512", "bytes = 512, w = 1",
                "layout bad.toml: steps[0].message[0].w: unknown key; here are known: byte, bit, bytes, bits, "
            ),
            ("[\"2048+64\"]", "[]", "layout bad.toml: geometries: is missing: a list as in [\"2048+64\"]"),
            ("2048+64", "2048", "layout bad.toml: geometries: '2048', expected PAGE+OOB in bytes as in 2048+64"),
            ("\"2048+64\"", "7", "layout bad.toml: geometries: holds a number, expected strings"),
            ("2048+64", "100000+64", "layout chip: geometries: 100000+64 bytes is no page"),
            ("kind = \"bch\"", "kind = \"turbo\"", "layout bad.toml: code.kind: 'turbo', expected none, unknown, "),
            ("strength = 8", "", "layout bad.toml: code.strength: is missing"),
            ("strength = 8", "strength = 2.5", "layout bad.toml: code.strength: a fraction, expected a number or "),
            (
                "strength = 8", "strength = 8\norder = \"up\"",
                "layout bad.toml: code.order: 'up', expected one of msb, lsb, "
            ),
            (
                "strength = 8", "strength = 8\nmask = \"0g\"",
                "layout bad.toml: code.mask: '0g', expected none, erased or hex"
            ),
            ("strength = 8", "strength = 800", "layout chip: step 0: BCH with m=13 cannot have t=800"),
            ("m = 13", "m = 12", "layout chip: step 0: BCH with m=12 t=8: 4096 bits of message"),
            ("m = 13", "m = 99", "layout chip: code.polynomial: none is given, and m=99 has no usual one"),
            ("m = 13", "m = 13\npolynomial = 0x2001", "layout chip: step 0: "),
            ("strength = 8", "strength = 7", "layout chip: step 0: its parity has 104 bits, the code has 91"),
            ("i*512", "i*511", "layout chip: step 1: 511+512 overlaps 0+512 of step 0"),
            ("i*13", "i*12", "layout chip: step 1: 2072+13 overlaps 2060+13 of step 0"),
            ("page + 12", "page + 13", "layout chip: step 3: 2100+13 lies outside of the raw page of 2048+64 bytes"),
            ("page + 12", "0 - page", "layout chip: step 0: -2048+13 lies outside of the raw page of 2048+64 bytes"),
            ("count = \"n\"", "count = 3", "layout chip: steps: they hold 12288 bits of data, expected 16384"),
            ("count = \"n\"", "count = 100000", "layout chip: steps[0]: '100000' is 100000, expected 0 to 1024"),
            ("count = \"n\"", "count = 1000", "layout chip: steps: 1000 steps, expected at most 256"),
            (
                "page + 12", "page + twelve",
                "layout chip: steps[0].parity[0]: 'page + twelve + i*13': unknown name 'twelve'"
            ),
            ("n = \"page / 512\"", "n = \"k\"\nk = \"n\"", "layout chip: steps[0]: 'n': names go round in a circle"),
            ("n = \"page / 512\"", "n = \"page / 0\"", "layout chip: steps[0]: 'page / 0': 2048 / 0 has no value"),
            (
                "n = \"page / 512\"", "n = \"9223372036854775807 * 2\"",
                "layout chip: steps[0]: '9223372036854775807 * 2': 9223372036854775807 * 2 has no value"
            ),
            ("n = \"page / 512\"", "n = \"page /\"", "layout bad.toml: let.n: 'page /': ends too early"),
            ("n = \"page / 512\"", "n = \"(page\"", "layout bad.toml: let.n: '(page': a parenthesis is not closed"),
            ("n = \"page / 512\"", "n = \"page $ 2\"", "layout bad.toml: let.n: 'page $ 2': unexpected '$ 2'"),
            ("n = \"page / 512\"", "n = \"0xz\"", "layout bad.toml: let.n: '0xz': '0xz' is no number"),
            (
                "n = \"page / 512\"", "n = \"\(String(repeating: "(", count: 60))1\"", ": nested too deep"
            ),
            (
                "n = \"page / 512\"", "n = \"\(String(repeating: "1+", count: 120))1\"",
                "layout bad.toml: let.n: an expression of more than 200 characters"
            ),
            (
                "[marker]", "[[free]]\nbyte = \"page\"\nbytes = \"oob - 65\"\n\n[marker]",
                "layout chip: free: there is no room for it in pages of 2048+64 bytes"
            ),
            ("byte = \"page\"", "byte = 0", "layout chip: marker: 0+1 holds data"),
            (
                "byte = \"page\"", "byte = 4000",
                "layout chip: marker: 4000+1 lies outside of the raw page of 2048+64 bytes"
            ),
            ("[marker]", "[[swap]]\nbyte = 0\n\n[marker]", "layout bad.toml: swap[0].byte: a swap has two bytes"),
            (
                "[marker]", "[[swap]]\nbyte = 0\nwith = 9999\n\n[marker]",
                "layout chip: swap: 9999+1 lies outside of the raw page of 2048+64 bytes"
            ),
            (
                "[marker]", "[[oob_order]]\nbyte = \"page\"\nbytes = 63\n\n[marker]",
                "layout chip: oob_order: it has 504 bits, expected the 512 that are not data"
            ),
            (
                "[marker]", "[[free]]\nbyte = 3000\nbytes = 1\n\n[marker]",
                "layout chip: free: 3000+1 lies outside of the raw page of 2048+64 bytes"
            ),
            (
                "[marker]", "[scrambler]\ngenerator = \"enigma\"\n\n[marker]",
                "layout bad.toml: scrambler.generator: 'enigma', expected one of allwinner, mediatek"
            ),
            (
                "[marker]", "[scrambler]\ngenerator = \"allwinner\"\nseeds = [70000]\n\n[marker]",
                "layout bad.toml: scrambler.seeds: 70000, expected numbers of 16 bits"
            ),
            (
                "[marker]",
                "[scrambler]\ngenerator = \"allwinner\"\nstreams = [{ ranges = [{ byte = 0, bits = 3 }] }]\n\n[marker]",
                "layout chip: scrambler: 0+0.3 is not whole bytes inside the raw page"
            ),
            ("[let]", "[[variants]]\ntitle = \"a\"\n\n[let]", "layout bad.toml: variants[0].name: is missing"),
            (
                "[let]", "[[variants]]\nname = \"a\"\ncode = 1\n\n[let]",
                "layout bad.toml: variants[0].code: unknown key; "
            ),
            ("[let]", "steps = 3\n\n[let]", "layout bad.toml: "),
        ])
    func refused(old: String, new: String, expected: String) {
        #expect(Self.good.contains(old))
        let text = Self.good.replacing(old, with: new, maxReplacements: 1)
        let message = message(text)
        #expect(message.contains(expected), "\(message)")
    }

    @Test("files of the catalogue with lines lost, doubled and numbers changed: read, or refused with a reason")
    func mutated() {
        var generator = SeededGenerator(seed: 5)
        let numbers = ["0", "1", "7", "64", "513", "65536", "9223372036854775807", "page", "oob", "i", "k", "n*n*n*n"]
        var refused = 0
        for file in LayoutCatalogue.embeddedFiles {
            for _ in 0..<3 {
                var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let i = Int.random(in: 0..<lines.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: lines.remove(at: i)
                    case 1: lines.insert(lines[i], at: Int.random(in: 0...lines.count, using: &generator))
                    case 2:
                        let words = lines[i].split(separator: " ").map(String.init)
                        guard let word = words.filter({ $0.contains { $0.isNumber } }).randomElement(using: &generator)
                        else { break }
                        lines[i] = lines[i].replacing(word, with: numbers.randomElement(using: &generator) ?? "0")
                    default:
                        lines[i] = String(lines[i].shuffled(using: &generator))
                    }
                    if lines.isEmpty { break }
                }
                let message = message(lines.joined(separator: "\n"))
                #expect(!message.isEmpty)
                if message != "no error" { refused += 1 }
            }
        }
        #expect(refused > LayoutCatalogue.embeddedFiles.count / 2)
    }

    @Test("a file of several layouts is none where one is wanted")
    func several() {
        let text = "variants = [{ name = \"a\" }, { name = \"b\" }]\n" + Self.good
        #expect(throws: LayoutError(.malformed, "x", at: "variants", "it holds several layouts (a, b), expected one")) {
            try LayoutTemplate(parsing: text, file: "x")
        }
        #expect(try! LayoutTemplate.family(parsing: text, file: "x").map(\.name) == ["a", "b"])
    }

    @Test("deep nesting and absurd sizes are refused, not followed")
    func absurd() {
        let deep = "a = " + String(repeating: "[", count: 100_000)
        #expect(message(deep) == "layout bad.toml: line 1, column 36: no TOML: nested more than 32 deep")
        let tables = "[" + Array(repeating: "a", count: 20_000).joined(separator: ".") + "]"
        #expect(message(tables) == "layout bad.toml: line 1, column 66: no TOML: a key of more than 32 names")
        let nested = Self.good.replacing(
            "m = 13", with: "m = \(String(repeating: "[", count: 40))1\(String(repeating: "]", count: 40))")
        #expect(message(nested).contains(": no TOML: nested more than 32 deep"))
        #expect(message(String(repeating: "#", count: 1 << 21)).contains("2097152 bytes, expected at most 1048576"))
        let wide = Self.good.replacing("bytes = 13", with: "bytes = 13, repeat = 1024")
        #expect(message(wide) != "no error")
    }
}
