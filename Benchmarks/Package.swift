// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "museimg", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .target(name: "BenchKit", swiftSettings: strict),
        .executableTarget(name: "Bench", dependencies: ["BenchKit", arguments], swiftSettings: strict),
        .executableTarget(
            name: "BenchECC",
            dependencies: ["BenchKit", .product(name: "MuseimgKit", package: "museimg"), arguments],
            swiftSettings: strict),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .executableTarget(
            name: "BenchStore",
            dependencies: ["BenchKit", "CSQLite", .product(name: "MuseimgKit", package: "museimg"), arguments],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
