// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import FormatRegistry
import Foundation
import Testing

@Suite("Every format is complete")
struct FormatFolderTests {
    private static let headings = [
        "What it is", "Layout", "Options", "Limits", "Samples and where they came from", "References", "Since",
    ]

    @Test("the package lists exactly the folders")
    func listed() throws {
        let manifest = try Tree.text("Package.swift")
        let start = try #require(manifest.range(of: "let formats = ["))
        let end = try #require(manifest.range(of: "]", range: start.upperBound..<manifest.endIndex))
        let listed = manifest[start.upperBound..<end.lowerBound].split(separator: "\"").map(String.init)
            .filter { $0.first?.isLetter == true }
        #expect(try Tree.names("Formats") == listed.sorted())
    }

    @Test("each folder has sources, tests and a README with its headings")
    func folders() throws {
        for folder in try Tree.names("Formats") {
            let path = "Formats/\(folder)"
            #expect(try !Tree.swiftFiles("\(path)/Sources").isEmpty, "\(path) has no sources")
            let tests = try Tree.swiftFiles("\(path)/Tests")
            let hasTest = try tests.contains { try Tree.text($0).contains("@Test") }
            #expect(hasTest, "\(path) has no tests")
            guard Tree.exists("\(path)/README.md") else {
                Issue.record("\(path) has no README.md")
                continue
            }
            let readme = try Tree.text("\(path)/README.md")
            for heading in Self.headings { #expect(readme.contains("## \(heading)"), "\(path)/README.md: \(heading)") }
        }
    }

    @Test("each folder's README names fixtures that are there, and every format is told of in one")
    func fixtures() throws {
        var told: Set<String> = []
        for folder in try Tree.names("Formats") {
            let readme = try Tree.text("Formats/\(folder)/README.md")
            let words = readme.split { " \n`(),".contains($0) }.map(String.init)
            told.formUnion(words)
            let fixtures = words.filter { $0.hasPrefix("fixtures/") }
            let needsNone = readme.contains("No fixture: it has no file.")
            #expect(needsNone || !fixtures.isEmpty, "Formats/\(folder)/README.md names no fixture")
            for path in fixtures where !path.contains("*") { #expect(Tree.exists(path), "\(path)") }
        }
        for format in museimgFormats.formats { #expect(told.contains(format.info.name), "\(format.info.name)") }
    }

    @Test("names, extensions and options are written once and in lower case")
    func names() {
        let formats = museimgFormats.formats.map(\.info)
        #expect(Set(formats.map(\.name)).count == formats.count)
        let extensions = formats.flatMap(\.extensions)
        #expect(Set(extensions).count == extensions.count)
        for info in formats {
            #expect(info.name == info.name.lowercased() && !info.summary.isEmpty && !info.summary.hasSuffix("."))
            #expect(Set(info.options.map(\.name)).count == info.options.count, "\(info.name)")
        }
    }
}
