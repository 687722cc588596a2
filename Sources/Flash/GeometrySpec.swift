// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// A geometry as a person writes it; the number of blocks may be left to the size of the file.
///
/// `PAGE+OOBxPAGES[xBLOCKS]` as in `2048+64x64x1024`, `PAGExPAGES[xBLOCKS]` without OOB,
/// `nor:BLOCK[xBLOCKS]` as in `nor:64Kx128`. Numbers are decimal or 0x, with K, M, G as powers of 1024.
public struct GeometrySpec: Hashable, Sendable {
    /// Bytes of data in a page, 1 for NOR.
    public var pageSize: Int
    /// Bytes of OOB in a page.
    public var oobSize: Int
    public var pagesPerBlock: Int
    /// Blocks on the chip; nil when the size of the dump decides.
    public var blockCount: Int?

    public init(pageSize: Int, oobSize: Int, pagesPerBlock: Int, blockCount: Int? = nil) {
        self.pageSize = pageSize
        self.oobSize = oobSize
        self.pagesPerBlock = pagesPerBlock
        self.blockCount = blockCount
    }

    public init(_ geometry: Geometry, withBlocks: Bool = true) {
        self.init(
            pageSize: geometry.pageSize, oobSize: geometry.oobSize, pagesPerBlock: geometry.pagesPerBlock,
            blockCount: withBlocks ? geometry.blockCount : nil)
    }

    /// - Throws: ``FlashError`` (`invalidGeometry`) that names the part it cannot read.
    public init(parsing text: String) throws(FlashError) {
        let bad = { (what: String) -> FlashError in
            .invalidGeometry("'\(text)': \(what); expected PAGE+OOBxPAGES[xBLOCKS] or nor:BLOCK[xBLOCKS]")
        }
        func number(_ part: Substring) throws(FlashError) -> Int {
            guard let value = ByteCount.parse(part) else { throw bad("'\(part)' is no number") }
            return value
        }
        // x separates; the x of a 0x prefix does not.
        func split(_ text: Substring) -> [Substring] {
            var parts: [Substring] = []
            var start = text.startIndex
            for i in text.indices where text[i] == "x" {
                let part = text[start..<i]
                if part == "0" || part.hasSuffix("+0") { continue }
                parts.append(text[start..<i])
                start = text.index(after: i)
            }
            parts.append(text[start...])
            return parts
        }
        if text.hasPrefix("nor:") {
            let parts = split(text.dropFirst(4))
            guard parts.count == 1 || parts.count == 2 else { throw bad("too many parts") }
            self.init(
                pageSize: 1, oobSize: 0, pagesPerBlock: try number(parts[0]),
                blockCount: parts.count == 2 ? try number(parts[1]) : nil)
        } else {
            var page = text[...]
            var oob: Substring = "0"
            var rest = split(page)
            guard rest.count == 2 || rest.count == 3 else { throw bad("needs 2 or 3 parts with x between") }
            page = rest.removeFirst()
            if let plus = page.firstIndex(of: "+") {
                oob = page[page.index(after: plus)...]
                page = page[..<plus]
            }
            self.init(
                pageSize: try number(page), oobSize: try number(oob), pagesPerBlock: try number(rest[0]),
                blockCount: rest.count == 2 ? try number(rest[1]) : nil)
        }
        // Bounds of the numbers are the geometry's own.
        _ = try geometry(blockCount: blockCount ?? 0)
    }

    /// The geometry with `blockCount` blocks.
    public func geometry(blockCount: Int) throws(FlashError) -> Geometry {
        try Geometry(pageSize: pageSize, oobSize: oobSize, pagesPerBlock: pagesPerBlock, blockCount: blockCount)
    }

    /// The geometry for a dump of `bytes` bytes in units of `unit` bytes a block: the number of blocks as
    /// written, else as many as the dump begins.
    public func geometry(dumpSize bytes: Int, blockBytes unit: Int) throws(FlashError) -> Geometry {
        let begun = bytes / unit + (bytes % unit == 0 ? 0 : 1)
        return try geometry(blockCount: blockCount ?? begun)
    }
}

extension GeometrySpec: CustomStringConvertible {
    public var description: String {
        let shape: String
        if pageSize == 1 {
            shape = "nor:\(ByteCount.exact(pagesPerBlock))"
        } else if oobSize == 0 {
            shape = "\(pageSize)x\(pagesPerBlock)"
        } else {
            shape = "\(pageSize)+\(oobSize)x\(pagesPerBlock)"
        }
        return blockCount.map { "\(shape)x\($0)" } ?? shape
    }
}

extension Geometry: CustomStringConvertible {
    /// As ``GeometrySpec`` reads it: `2048+64x64x1024`, `nor:64Kx128`.
    public var description: String { GeometrySpec(self).description }
}
