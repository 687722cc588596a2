// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Testing

@testable import PageLayout

/// What the documents mean and which are none: as Python's tomllib has it.
@Suite("TOML")
struct TOMLTests {
    private func tree(_ text: String) -> TOMLTree? { try? TOMLTree(parsing: text, name: "t") }

    @Test(
        "values",
        arguments: [
            ("1_000", .integer(1000)), ("-17", .integer(-17)), ("+0", .integer(0)),
            ("0xdead_BEEF", .integer(0xDEAD_BEEF)),
            ("0o17", .integer(15)), ("0b101", .integer(5)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("true", .bool(true)), ("false", .bool(false)),
            ("1.5e-3", .other("fraction")), ("-0.0", .other("fraction")), ("1E+06", .other("fraction")),
            ("-inf", .other("fraction")), ("nan", .other("fraction")), ("1979-05-27T07:32:00Z", .other("date or time")),
            ("1979-05-27 07:32:00.999-07:00", .other("date or time")), ("1979-05-27", .other("date or time")),
            ("07:32:00.5", .other("date or time")), (#""q\u00e9\n\"\U0001F600""#, .string("q\u{E9}\n\"\u{1F600}")),
            ("'C:\\x'", .string("C:\\x")), ("\"\"", .string("")), ("\"\"\"\"a\"\"\"\"", .string("\"a\"")),
            ("\"\"\"\na\\ \t\n\n  b \"\" c\n\"\"\"", .string("a" + "b \"\" c\n")),
            ("'''\r\nx ' ''\r\ny'''''", .string("x ' ''\ny''")),
            (
                "[1, [2,\n# no value\n3,], {}, 'x',]",
                .array([.integer(1), .array([.integer(2), .integer(3)]), .table([:]), .string("x")])
            ),
            ("{ a.b = 1, a.\"c d\" = 2 }", .table(["a": .table(["b": .integer(1), "c d": .integer(2)])])),
        ] as [(String, TOMLTree)])
    func values(text: String, expected: TOMLTree) {
        #expect(tree("x = \(text)") == .table(["x": expected]))
        #expect(tree("\u{FEFF}\r\n\tx\t= \(text) # here\n") == .table(["x": expected]))
    }

    @Test("tables by headers, lists of them, and dotted keys")
    func tables() {
        let text = """
            [a.b.c]
            x = 1
            [a]
            b.d = 2
            [ l . "m n" ]
            [[t]]
            [[t.u]]
            'y' = 3
            [[t.u]]
            [t.u.v]
            1.2 = 4
            [[t]]
            [e]
            f.g = 5
            [e.f.h]
            """
        #expect(
            tree(text)
                == .table([
                    "a": .table(["b": .table(["c": .table(["x": .integer(1)]), "d": .integer(2)])]),
                    "l": .table(["m n": .table([:])]),
                    "t": .array([
                        .table([
                            "u": .array([
                                .table(["y": .integer(3)]),
                                .table(["v": .table(["1": .table(["2": .integer(4)])])]),
                            ])
                        ]), .table([:]),
                    ]),
                    "e": .table(["f": .table(["g": .integer(5), "h": .table([:])])]),
                ]))
    }

    @Test(
        "no TOML, and where",
        arguments: [
            // The first asserted in the library that was used before.
            ("[[ =", "line 1, column 4: no TOML: expected a key, found '='"),
            ("[[", "line 1, column 3: no TOML: expected a key, found the end"),
            ("a = 1\n[b", "line 2, column 3: no TOML: expected ] behind the name of a table, found the end"),
            ("[[b]", "line 1, column 4: no TOML: expected ]] behind the name of a table, found ']'"),
            ("[a]\n[a]", "line 2, column 2: no TOML: 'a' is a table already"),
            ("a.b = 1\n[a]", "line 2, column 2: no TOML: 'a' is a table already"),
            ("[a.b.c]\n[a]\nb.c.d = 1", "line 3, column 1: no TOML: 'c' is a table already"),
            ("a = []\n[[a]]", "line 2, column 3: no TOML: 'a' has a value already"),
            ("a = {}\na.b = 1", "line 2, column 1: no TOML: 'a' has a value already"),
            ("a = {}\n[a.b]", "line 2, column 2: no TOML: 'a' has a value already"),
            ("[[a]]\n[a]", "line 2, column 2: no TOML: 'a' has a value already"),
            ("[[a.b]]\n[a]\nb.c = 1", "line 3, column 1: no TOML: 'b' has a value already"),
            ("é = 1", "line 1, column 1: no TOML: expected a key, found 'é'"),
            ("a = 'é' b", "line 1, column 9: no TOML: expected the end of the line, found 'b'"),
            ("a 1", "line 1, column 3: no TOML: expected = behind the key, found '1'"),
            ("a. = 1", "line 1, column 4: no TOML: expected a key, found '='"),
            ("a =", "line 1, column 4: no TOML: expected a value, found the end"),
            ("a = \n", "line 1, column 5: no TOML: expected a value, found the end of the line"),
            ("a = b", "line 1, column 5: no TOML: 'b' is no value; strings stand in quotes"),
            ("a = 1\rb = 2", "line 1, column 6: no TOML: expected the end of the line, found the end of the line"),
            ("# \u{0}", "line 1, column 3: no TOML: expected the end of the line, found character 0"),
            ("a = \"b", "line 1, column 5: no TOML: a string that does not end"),
            ("a = \"\"\"\nb\"\"", "line 1, column 5: no TOML: a string that does not end"),
            ("a = '\u{7F}'", "line 1, column 6: no TOML: character 127 in a string"),
            (#"a = "\x41""#, "line 1, column 6: no TOML: an escape that TOML does not have"),
            (#"a = "\ud800""#, "line 1, column 6: no TOML: an escape that TOML does not have"),
            ("a = [1 2]", "line 1, column 8: no TOML: expected , or ] behind a value, found '2'"),
            ("a = {b = 1,}", "line 1, column 12: no TOML: expected a key, found '}'"),
            ("a = {b = 1\n}", "line 1, column 11: no TOML: expected , or } behind a value, found the end of the line"),
        ])
    func refused(text: String, expected: String) {
        do {
            _ = try TOMLTree(parsing: text, name: "t")
            Issue.record("read: \(text)")
        } catch {
            #expect(error.message == "layout t: \(expected)")
        }
    }

    @Test(
        "words that are no values",
        arguments: [
            "01", "-01", "1__0", "_1", "1_", "0x", "0X1", "-0x1", "0xg", "0o8", "0b2", "9223372036854775808", "True",
            "1.",
            ".5", "1e", "1.e5", "01.5", "1_.5", "+-1", "Inf", "1979-05-27T", "1979-5-27", "7:32:00", "07:32",
            "07:32:00.",
            "07:32:00Z", "1979-05-27T07:32:00+7", "++", "٣",
        ])
    func noValue(word: String) { #expect(tree("a = \(word)") == nil) }

    @Test("what nests is bounded, however it is written")
    func depth() {
        let levels = TOMLTree.maximumDepth
        let names = { (count: Int) in Array(repeating: "a", count: count).joined(separator: ".") }
        for (text, most) in [
            ({ "a = " + String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }, levels - 1),
            ({ String(repeating: "a = {", count: $0) + String(repeating: "}", count: $0) }, levels - 1),
            ({ "[\(names($0))]" }, levels - 1), ({ "\(names($0)) = 1" }, levels),
            ({ "[\(names($0 / 2))]\n\(names($0 - $0 / 2)) = 1" }, levels),
            ({ (1...$0).map { "[[\(names($0))]]" }.joined(separator: "\n") }, (levels - 1) / 2),
        ] as [((Int) -> String, Int)] {
            #expect(tree(text(most)) != nil, "\(text(most))")
            #expect(tree(text(most + 1)) == nil, "\(text(most + 1))")
            #expect(tree(text(20_000 / most)) == nil)
        }
    }
}
