import Foundation
import Testing
@testable import FormatKit
import Flash

@Test func scratch() throws {
    guard let dir = ProcessInfo.processInfo.environment["SCRATCH"] else { return }
    for file in try FileManager.default.contentsOfDirectory(atPath: dir).sorted() where file.hasSuffix(".bin") || file.hasSuffix(".img") {
        let t = Date()
        let source = try FileOpening.source(path: dir + "/" + file)
        let e = try GeometryEvidence(source)
        print(file, source.size, Int(Date().timeIntervalSince(t) * 1000), "ms")
        for c in e.candidates { print("    ", c.spec, c.confidence, c.assumesBlock, c.reason) }
        if ProcessInfo.processInfo.environment["COLS"] != nil {
            let sample = try DumpSample(source)
            for s in KnownShape.all { if let p = ColumnProfile(sample, s), p.gain > -100 { print("       ", s.pageSize, s.oobSize, p) } }
        }
    }
}
