// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import PageLayout
import Testing

@Suite("The embedded layout files")
struct FileListTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Layouts")

    @Test("they are the files of the folder, sorted: else run scripts/make-layouts")
    func current() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
        let embedded = LayoutCatalogue.embeddedFiles
        #expect(embedded.map(\.name) == files.sorted())
        for (name, text) in embedded {
            let file = Self.folder.appendingPathComponent("\(name).toml")
            let same = try String(contentsOf: file, encoding: .utf8) == text
            #expect(same, "\(name)")
        }
    }

    @Test("names are in lower case, once, and those of a file begin with its name")
    func names() throws {
        let all = try LayoutCatalogue.embedded().templates.map(\.name)
        #expect(all == all.sorted() && Set(all).count == all.count)
        for (file, text) in LayoutCatalogue.embeddedFiles {
            for name in try LayoutTemplate.family(parsing: text, file: file).map(\.name) {
                #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }, "\(name)")
                #expect(name.hasPrefix(file.split(separator: "-")[0]), "\(name) in \(file)")
            }
        }
    }

    @Test("the example of the README is a layout")
    func readme() throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
        let start = try #require(text.range(of: "```toml\n"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        let template = try LayoutTemplate(parsing: String(text[start.upperBound..<end.lowerBound]), file: "README")
        for shape in template.shapes { _ = try template.layout(for: shape) }
    }
}
