// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ArgumentParser
import BlockStore
import Flash
import FormatKit
import Mounts
import PageLayout

/// `museimg store create S --from IMAGE`
struct CreateStore: Command {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a store without a change, over an image.",
        discussion: """
            The store remembers the image's path (from its own folder, for what lies below
            it), format, geometry, layout, size and SHA-256, and refuses an image that is
            not the same any more. --self-contained keeps the image's pages instead,
            compressed, and needs the image no longer.

            EXAMPLES
              museimg store create chip.muse --from dump.bin
              museimg store create chip.muse --from dump.bin --self-contained
              museimg store create new.muse --from blank,geometry=2048+64x64x1024:
            """)

    @Argument(help: ArgumentHelp("The store's file.", valueName: "store"), completion: .file())
    var store: String

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("The image: PATH, or FORMAT[,KEY=VALUE...]:PATH.", valueName: "image"), completion: .file())
    var image: String

    @Flag(help: "Keep the image's pages in the store, compressed.")
    var selfContained = false

    @Flag(help: "Replace the store if it is there.")
    var force = false

    @OptionGroup var opening: OpenOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ console: Console) throws -> ExitStatus {
        let subject = try opening.open(image, console)
        let size = try subject.creation(isSelfContained: selfContained).write(to: store, overwrites: force)
        let answer = CreateStoreAnswer(
            store: store, image: ImageAnswer(subject), layouts: subject.statedLayouts, selfContained: selfContained,
            size: size)
        guard !console.options.json else {
            try console.printJSON(answer)
            return .done
        }
        let layouts = answer.layouts.isEmpty ? "" : ", \(answer.layouts.joined(separator: ", "))"
        console.print(
            "\(store): \(subject.geometry)\(layouts), over \(subject.name)"
                + (selfContained ? ", whose pages it holds itself" : "") + ", \(ByteCount.human(size))")
        return .done
    }
}

/// `museimg.store-create/1`
struct CreateStoreAnswer: JSON.Answer {
    let schema = "museimg.store-create/1"
    let store: String
    let image: ImageAnswer
    let layouts: [String]
    let selfContained: Bool
    /// Of the store's file.
    let size: Int
}

extension Subject {
    /// A store over this image, with all that was found out about it.
    func creation(isSelfContained: Bool) -> StoreCreation {
        StoreCreation(
            opened, path: opened.file.name == "standard input" ? "-" : opened.file.name, layouts: statedLayouts,
            marker: layouts?.marker ?? image.marker, isSelfContained: isSelfContained)
    }

    /// Its layouts as `-l` takes them.
    var statedLayouts: [String] {
        if let told { return told.texts }
        guard let layouts else { return [] }
        let all = layouts.parts.map { $0.codec?.layout.name ?? "none" }
        // What only the dump's own bytes tell of is found in them again.
        let catalogue = try? LayoutCatalogue.embedded(holding: all)
        guard all.allSatisfy({ $0 == "none" || catalogue?.template(named: $0) != nil }) else { return [] }
        guard Set(all).count > 1 else { return Array(all.prefix(1)) }
        return zip(layouts.parts, all).map { part, text in
            "\(part.blocks.lowerBound.rawValue)..\(part.blocks.upperBound.rawValue - 1)=\(text)"
        }
    }
}

extension LayoutChoice {
    /// As `-l` takes it, with files named from the root.
    var texts: [String] {
        func text(_ spec: LayoutSpec) -> String {
            if case .file(let path) = spec { RunFolder.absolute(path) } else { spec.description }
        }
        return [base].compactMap { $0.map(text) } + exceptions.map { "\($0.blocks)=\(text($0.spec))" }
    }
}
