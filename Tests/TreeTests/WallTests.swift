// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

@Suite("The walls of the house")
struct WallTests {
    /// Floors of the architecture; a target imports only from lower ones.
    private static let floors: [String: Int] = [
        "Flash": 0, "CChecksum": 0, "CCrypto": 0, "CLinux": 0, "CZlib": 0, "CArchive": 0, "CECC": 0, "CFuse": 0,
        "CLayouts": 0, "CMUSE": 0, "ECC": 1,
        "Emulation": 4, "FormatKit": 2, "PageLayout": 2, "BlockStore": 3, "Identification": 3, "FormatRegistry": 4,
        "MTD": 4,
        "Check": 5, "Conversion": 5, "Inspect": 5, "MUSE": 5, "FUSEView": 6, "Mounts": 7, "museimg": 8,
    ]

    @Test("every target imports only downwards")
    func downwards() throws {
        for (target, floor) in Self.floors {
            for file in try Tree.swiftFiles("Sources/\(target)") {
                for module in try Tree.imports(file) {
                    guard let other = Self.floors[module] else { continue }
                    #expect(other < floor, "\(file) imports \(module)")
                }
            }
        }
    }

    @Test("every target has a floor")
    func known() throws {
        for name in try Tree.names("Sources") { #expect(Self.floors[name] != nil, "Sources/\(name)") }
    }

    @Test("a format imports Flash, FormatKit and system libraries, and never another format")
    func formats() throws {
        let allowed: Set = [
            "Flash", "FormatKit", "SystemPackage", "Synchronization", "CArchive", "CZlib", "Glibc", "Musl",
        ]
        for folder in try Tree.names("Formats") {
            for file in try Tree.swiftFiles("Formats/\(folder)/Sources") {
                // A store is a format whose file is also written to.
                let own = folder == "Store" ? allowed.union(["BlockStore"]) : allowed
                for module in try Tree.imports(file) { #expect(own.contains(module), "\(file) imports \(module)") }
            }
        }
    }

    @Test("Flash does no I/O")
    func flash() throws {
        for file in try Tree.swiftFiles("Sources/Flash") {
            let outside = try Tree.imports(file).filter { $0 != "Synchronization" }
            #expect(outside.isEmpty, "\(file) imports \(outside)")
        }
    }

    @Test("no source crashes on purpose where input reaches")
    func noTraps() throws {
        for file in try Tree.swiftFiles("Sources") + Tree.swiftFiles("Formats") where file.contains("Sources/") {
            let text = try Tree.text(file)
            for word in ["try!", "as!", "fatalError", "unsafeBitCast", "TO" + "DO", "FIX" + "ME"] {
                #expect(!text.contains(word), "\(file) has \(word)")
            }
        }
    }

    /// Where raw memory is the matter itself: kernels of codes and of hexadecimal text, and bits of pages in their places.
    private static let kernels = [
        "Sources/ECC/", "Sources/FormatKit/Text/Hex", "Sources/PageLayout/Codec/", "Sources/PageLayout/Source/",
    ]

    @Test("raw memory is touched in few files")
    func unsafeFiles() throws {
        // Passing a buffer on is not touching it; loading, storing and allocating is.
        let words = [
            ".load(", "loadUnaligned", "storeBytes", ".allocate(", "copyMemory", "initializeMemory",
            "assumingMemoryBound",
        ]
        let files = try (Tree.swiftFiles("Sources") + Tree.swiftFiles("Formats")).filter { file in
            guard file.contains("Sources/"), !Self.kernels.contains(where: { file.contains($0) }) else { return false }
            // Atomics are loaded too, and are no raw memory.
            let text = try Tree.text(file).replacingOccurrences(of: ".load(ordering:", with: "")
            return words.contains { text.contains($0) }
        }
        // Eight of them hand pages and requests to the kernel and back, which no copy may come between.
        #expect(files.count <= 26, "\(files)")
    }

    @Test("files are small rooms: median under 150 lines, none over 400")
    func sizes() throws {
        let files = try (Tree.swiftFiles("Sources") + Tree.swiftFiles("Formats")).filter { $0.contains("Sources/") }
        let sizes = try files.map {
            (try Tree.text($0).split(separator: "\n", omittingEmptySubsequences: false).count, $0)
        }
        .sorted { $0.0 < $1.0 }
        #expect(sizes[sizes.count / 2].0 < 150)
        for (lines, file) in sizes { #expect(lines <= 400, "\(file) has \(lines) lines") }
    }

    @Test("every file says its licence")
    func licence() throws {
        let files = try ["Sources", "Formats", "Tests"].flatMap { try Tree.swiftFiles($0) }
        for file in files {
            #expect(try Tree.text(file).hasPrefix("// SPDX-License-Identifier: Apache-2.0\n"), "\(file)")
        }
    }
}
