// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser

/// `museimg layouts`: how chips' pages are laid out.
struct LayoutsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layouts",
        abstract: "List the page layouts, or explain one with a picture of its page.",
        discussion: """
            LAYOUT is a name of the catalogue, the path of a layout file such as ./chip.toml, or a code
            written out: bch:t=8,step=512,bytes=13,at=12,poly=0x201b[,order=lsb][,mask=erased][,invert=both].

            EXAMPLES
              museimg layouts
              museimg layouts linux-bch8
              museimg layouts gpmi -g 4096+218
            """,
        subcommands: [ShowLayouts.self, ImportLayout.self],
        defaultSubcommand: ShowLayouts.self)
}
