// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Every page of a source, with its state and its bytes: what tests compare.
public struct Snapshot: Equatable, Sendable {
    public struct Page: Equatable, Sendable {
        public var state: PageState
        /// Whether the source holds the bytes; if not, `data` and `oob` are empty.
        public var isHeld: Bool
        public var data: [UInt8]
        public var oob: [UInt8]

        public init(state: PageState, isHeld: Bool = true, data: [UInt8], oob: [UInt8]) {
            self.state = state
            self.isHeld = isHeld
            self.data = isHeld ? data : []
            self.oob = isHeld ? oob : []
        }

        /// What a dump shows of these bytes: erased when all are 0xFF.
        public var stateByContent: PageState {
            Snapshot.programmed(data) + Snapshot.programmed(oob) == 0 ? .erased : .programmed
        }
    }

    public var geometry: Geometry
    public var pages: [Page]
    /// Blocks that are bad, whatever the states of their pages.
    public var bad: BlockSet

    public init(geometry: Geometry, pages: [Page], bad: BlockSet = BlockSet()) {
        self.geometry = geometry
        self.pages = pages
        self.bad = bad
    }

    /// Reads all of `source` by walking over it.
    public init(_ source: any PageSource) throws {
        geometry = source.geometry
        pages = []
        bad = BlockSet()
        for block in 0..<geometry.blockCount where try source.isBad(BlockNumber(block)) {
            bad.insert(BlockNumber(block))
        }
        var walker = try PageWalker(source)
        while let run = try walker.step() {
            for i in 0..<run.pages.count {
                pages.append(Snapshot.page(i, of: run, geometry))
            }
        }
    }

    private static func page(_ i: Int, of run: PageRun, _ geometry: Geometry) -> Page {
        switch run.content {
        case .absent:
            return Page(state: run.state, isHeld: false, data: [], oob: [])
        case .filled(let byte):
            return Page(
                state: run.state, data: .init(repeating: byte, count: geometry.pageSize),
                oob: .init(repeating: byte, count: geometry.oobSize))
        case .bytes:
            return Page(
                state: run.state, data: Array(run.data[(i * geometry.pageSize)..<((i + 1) * geometry.pageSize)]),
                oob: Array(run.oob[(i * geometry.oobSize)..<((i + 1) * geometry.oobSize)]))
        }
    }

    /// How many bytes are not 0xFF; tested by itself, and used here because a loop in a debug build takes minutes.
    public static func programmed(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { UniformBytes.countProgrammed($0) }
    }

    /// The first page in which two snapshots differ, told in words; nil when they are equal.
    public func firstDifference(from other: Snapshot) -> String? {
        if geometry != other.geometry { return "geometry \(geometry) against \(other.geometry)" }
        if bad != other.bad { return "bad blocks \(bad) against \(other.bad)" }
        for (i, (a, b)) in zip(pages, other.pages).enumerated() where a != b {
            let byte = zip(a.data, b.data).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let oob = zip(a.oob, b.oob).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            return "page \(i): \(a.state) held \(a.isHeld) against \(b.state) held \(b.isHeld), "
                + "data byte \(byte.map(String.init) ?? "-"), OOB byte \(oob.map(String.init) ?? "-")"
        }
        return pages.count == other.pages.count ? nil : "\(pages.count) pages against \(other.pages.count)"
    }
}
