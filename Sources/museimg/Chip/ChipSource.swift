// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import FormatKit
import PageLayout

/// What a mount shows, and the chip that takes its changes.
struct ChipSource {
    let subject: Subject
    let chip: any FlashDevice
    /// The store that ``chip`` is; nil where changes live in memory.
    let journal: JournaledStore?

    /// Where bad blocks are marked; nil where there is no OOB to hold it.
    var marker: BadBlockMarker? { Self.marker(of: subject) }

    /// Changes live in memory.
    init(_ subject: Subject) {
        self.subject = subject
        chip = BlockStore(base: subject.raw, marker: Self.marker(of: subject))
        journal = nil
    }

    private static func marker(of subject: Subject) -> BadBlockMarker? {
        subject.layouts?.marker ?? subject.image.marker
    }

    /// - Parameters:
    ///   - path: of the store; it is made over `image` where it is not there.
    ///   - image: may be left out where the store is there.
    /// - Throws: ``UsageError`` when the store is over another image, `StoreError` (`busy`, `damaged`).
    init(store path: String, over image: String?, _ opening: OpenOptions, _ console: Console) throws {
        if FileStatus(path: path) == nil {
            guard let image else {
                throw UsageError("\(path): is not there", hint: "give the image that it is to be made over")
            }
            let size = try opening.open(image, console).creation(isSelfContained: false)
                .write(to: path, overwrites: false)
            console.note("\(path): made over \(image), \(ByteCount.human(size))")
        } else if let image {
            try Self.check(image, isBaseOf: path)
        }
        let journal = try StoreFile.open(path: path, openImage: BaseOptions.open)
        if let dropped = journal.dropped { console.warnAlways("\(path): \(dropped.words)") }
        subject = try Subject(
            ImageSpec(formats: [FormatSpec("store")], path: path), geometry: nil, layout: try opening.layouts.choice(),
            console)
        self.journal = journal
        chip = journal
    }

    private static func check(_ image: String, isBaseOf store: String) throws {
        let path = OpenOptions.spec(image).path
        guard let base = try StoreFile.basePath(of: store), !path.isEmpty else { return }
        let (own, other) = (FileStatus(path: base)?.identity, FileStatus(path: path)?.identity)
        guard own == nil || own == other else {
            throw UsageError(
                "\(store): is a store over \(base), not over \(path)",
                hint: "leave the image out, or give another store")
        }
    }
}
