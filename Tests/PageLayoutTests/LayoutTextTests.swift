// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout
import Testing

@Suite("Layouts written as files")
struct LayoutTextTests {
    @Test("every layout of the catalogue is the same after writing and reading")
    func roundTrip() throws {
        for sample in CatalogueTests.layouts {
            let layout = sample.layout
            let text = layout.file()
            let again = try LayoutTemplate(parsing: text, file: "x.toml")
                .layout(for: .init(pageSize: layout.pageSize, oobSize: layout.oobSize))
            let isSame = again == layout
            #expect(isSame, "\(layout.name) \(layout.pageSize)+\(layout.oobSize)")
        }
    }

    @Test("names with quotes and ends of lines stay names")
    func quoting() throws {
        var parts = PageLayout.Parts(name: "a \"b\" \\ c", pageSize: 512, oobSize: 16)
        parts.title = "two\nlines"
        let text = try PageLayout(parts).file()
        let again = try LayoutTemplate(parsing: text, file: "x.toml")
        #expect(again.name == "a \"b\" \\ c")
        #expect(again.title == "two lines")
    }
}
