// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// One libFuzzer target per reader: a name in the list, and a file of that name. `scripts/fuzz` builds and runs them.
let readers = [
    "AndroidSparse", "AsciiHex", "BadBlockTables", "Bzip2", "CFE", "DirectAnswers", "Gzip", "Hexdump", "Identify",
    "ImageSpec", "Inspect", "IntelHex", "Layout", "LayoutImport", "LZ4", "MTDParts", "MUSERequest", "Nanddump",
    "NanddumpText", "OD", "OOBPair", "Opener", "OpenOCD", "Partitions", "Raw", "RawOOB", "RedBoot", "SevenZip",
    "SRecord", "Store", "Tar", "Tekhex", "TITXT", "Trace", "Transform", "TRX", "UBootMD", "UBootNand", "UImage",
    "Verilog", "XXD", "Xz",
    "Zip", "Zstd",
]

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "Fuzzing",
    dependencies: [.package(name: "museimg", path: "..")],
    targets: [
        .target(
            name: "FuzzDriver", dependencies: [.product(name: "MuseimgKit", package: "museimg")], swiftSettings: strict)
    ]
        + readers.map {
            .executableTarget(name: "Fuzz\($0)", dependencies: ["FuzzDriver"], swiftSettings: strict)
        },
    swiftLanguageModes: [.v6]
)
