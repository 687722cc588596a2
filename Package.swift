// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The formats. A new one adds its folder under `Formats/` and its line here;
/// a test compares this list with the folders.
let formats = [
    "AndroidSparse",
    "Archive",
    "AsciiHex",
    "Blank",
    "CFE",
    "Hexdump",
    "IntelHex",
    "Nanddump",
    "NanddumpText",
    "OD",
    "OOBPair",
    "OpenOCD",
    "Raw",
    "RawOOB",
    "RedBoot",
    "SRecord",
    "Store",
    "TITXT",
    "TRX",
    "Tekhex",
    "Transform",
    "UBootMD",
    "UBootNand",
    "UImage",
    "Verilog",
    "XXD",
]

/// Formats that bind a system library, and its module; and the one that stands on a target of the tree.
let formatLibraries: [String: [Target.Dependency]] = [
    "Archive": ["CArchive", "CZlib"],
    "Store": ["BlockStore"],
]

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A target of the tree with the settings that all share.
func floor(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

/// A test target of the tree.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "museimg",
    products: [
        .executable(name: "museimg", targets: ["museimg"]),
        // For the nested packages: benchmarks and fuzz targets.
        .library(
            name: "MuseimgKit",
            targets: [
                "BlockStore", "Check", "Conversion", "ECC", "Emulation", "Flash", "FormatKit", "FormatRegistry",
                "Identification", "Inspect", "MTD", "MUSE", "PageLayout",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // Floor 0
        floor("Flash"),
        .target(name: "CECC"),
        // Floor 1
        floor("ECC", ["CECC"]),
        // Floor 2
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CChecksum"),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        floor("FormatKit", ["Flash", "CChecksum", "CCrypto", "CLinux", "CZlib", system]),
        .target(name: "CLayouts", path: "Layouts", exclude: ["README.md"]),
        floor("PageLayout", ["CLayouts", "ECC", "Flash", system]),
        // Floor 3
        floor("BlockStore", ["Flash", "FormatKit", "CLinux", "CZlib", system]),
        floor("Identification", ["ECC", "Flash", "FormatKit", "PageLayout"]),
        floor("FormatRegistry", ["FormatKit"] + formats.map { .target(name: "Format\($0)") }),
        // Floor 4
        floor("Conversion", ["Flash", "FormatKit", "PageLayout"]),
        floor("Check", ["ECC", "Flash", "FormatKit", "PageLayout"]),
        floor("Inspect", ["Flash", "FormatKit", "CZlib"]),
        floor("MTD", ["ECC", "Flash", "PageLayout"]),
        floor("Emulation", ["BlockStore", "Flash", "FormatKit", system]),
        // Floor 5
        .target(name: "CMUSE"),
        .systemLibrary(name: "CFuse", pkgConfig: "fuse3", providers: [.apt(["libfuse3-dev"])]),
        floor("FUSEView", ["CFuse", "Flash", "FormatKit", "Inspect", "MTD", system]),
        floor("MUSE", ["CMUSE", "Flash", "FormatKit", "MTD", system]),
        floor(
            "Mounts", ["CLinux", "Conversion", "Emulation", "FUSEView", "Flash", "FormatKit", "MTD", "MUSE", system]),
        // Floor 6
        .executableTarget(
            name: "museimg",
            dependencies: [
                "BlockStore", "Check", "Conversion", "ECC", "Emulation", "FUSEView", "Flash", "FormatKit",
                "FormatRegistry", "Identification", "Inspect", "MTD", "MUSE", "Mounts", "PageLayout", system, arguments,
            ],
            swiftSettings: strict),
        // Tests
        floor("TestKit", ["Flash", "FormatKit", "PageLayout", system], path: "Tests/TestKit"),
        // A process that writes to a store until it is killed, and what it does.
        floor("StoreLoad", ["Flash"], path: "Tests/StoreLoad"),
        .executableTarget(
            name: "StoreHammer", dependencies: ["BlockStore", "Flash", "StoreLoad"], path: "Tests/StoreHammer",
            swiftSettings: strict),
        tests("FlashTests", ["Flash", "TestKit"]),
        tests("ECCTests", ["ECC", "CECC", "TestKit"]),
        tests("PageLayoutTests", ["ECC", "Flash", "PageLayout", "TestKit"]),
        tests("FormatKitTests", ["CChecksum", "Flash", "FormatKit", "FormatRegistry", "TestKit"]),
        tests(
            "BlockStoreTests",
            ["BlockStore", "Flash", "FormatKit", "FormatRegistry", "StoreHammer", "StoreLoad", "TestKit", system],
            exclude: ["reader.py"]),
        tests(
            "ConversionTests",
            ["Conversion", "ECC", "Flash", "FormatKit", "FormatRegistry", "PageLayout", "TestKit"]),
        tests("CheckTests", ["Check", "ECC", "Flash", "FormatKit", "FormatRegistry", "PageLayout", "TestKit"]),
        tests(
            "IdentificationTests",
            ["ECC", "Flash", "FormatKit", "FormatRegistry", "Identification", "PageLayout", "TestKit"]),
        tests("MTDTests", ["BlockStore", "Flash", "FormatKit", "MTD", "PageLayout", "TestKit"]),
        tests(
            "MUSETests",
            ["BlockStore", "CMUSE", "Flash", "FormatKit", "MTD", "MUSE", "PageLayout", "TestKit", system]),
        tests(
            "EmulationTests", ["BlockStore", "Emulation", "Flash", "FormatKit", "FormatRegistry", "TestKit", system]),
        tests("InspectTests", ["Flash", "FormatKit", "FormatRegistry", "Inspect", "TestKit"]),
        tests(
            "FUSEViewTests", ["BlockStore", "FUSEView", "Flash", "Inspect", "MTD", "PageLayout", "TestKit", system]),
        tests("TreeTests", ["FormatKit", "FormatRegistry", "TestKit"]),
        tests(
            "CommandLineTests", ["museimg", "BlockStore", "Flash", "FormatKit", "FormatRegistry", "TestKit"],
            exclude: ["Golden"]),
    ]
        + formats.flatMap { name -> [Target] in
            [
                floor(
                    "Format\(name)", ["Flash", "FormatKit"] + (formatLibraries[name] ?? []),
                    path: "Formats/\(name)/Sources"),
                tests(
                    "Format\(name)Tests", [.target(name: "Format\(name)"), "Flash", "FormatKit", "TestKit"],
                    path: "Formats/\(name)/Tests"),
            ]
        },
    swiftLanguageModes: [.v6]
)
