// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

@Suite("Fixtures")
struct FixtureTests {
    @Test("every file is in the manifest with its hash, and they are small in all")
    func manifest() throws {
        let rows = try Tree.text("fixtures/MANIFEST.tsv").split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.allSatisfy { $0.count == 4 }, "name, SHA-256, how made, licence")
        let names = rows.map { $0[0] }
        #expect(names == names.sorted())

        let folder = Tree.root.appendingPathComponent("fixtures")
        let found = (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).filter {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path, isDirectory: &isFolder)
            return !isFolder.boolValue && $0 != "MANIFEST.tsv"
        }
        #expect(Set(found) == Set(names), "\(Set(found).symmetricDifference(names))")

        var total = 0
        for row in rows where found.contains(row[0]) {
            let file = folder.appendingPathComponent(row[0])
            total += try Data(contentsOf: file).count
            #expect(try sha256(file) == row[1], "\(row[0])")
        }
        #expect(total < 8 << 20)
    }

    private func sha256(_ file: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = [file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output.prefix(64), as: UTF8.self)
    }
}
