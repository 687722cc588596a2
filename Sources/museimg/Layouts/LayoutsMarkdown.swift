// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout

/// The catalogue as a page of documentation.
enum LayoutsMarkdown {
    static func print(_ templates: [LayoutTemplate], _ console: Console) throws {
        console.print("# Page layouts")
        console.print()
        console.print("Written by `scripts/make-docs` from the files in `Layouts/` (`museimg layouts`).")
        console.print()
        console.print("| layout | what it is | code | pages | how sure |")
        console.print("| --- | --- | --- | --- | --- |")
        for template in templates {
            let pages = template.shapes.sorted().map(\.description).joined(separator: " ")
            console.print(
                "| \(template.name) | \(template.title) | \(try template.codeSummary) | \(pages) "
                    + "| \(template.sureness.rawValue) |")
        }
    }
}
