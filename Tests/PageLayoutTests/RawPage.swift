// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout
import Testing

/// A raw page of one layout, for tests.
struct RawPage {
    let codec: LayoutCodec
    var bytes: [UInt8]

    /// Erased.
    init(_ name: String, _ pageSize: Int, _ oobSize: Int) throws {
        let shape = LayoutTemplate.Shape(pageSize: pageSize, oobSize: oobSize)
        codec = try LayoutCodec(LayoutCatalogue.embedded().require(name).layout(for: shape))
        bytes = Array(repeating: 0xFF, count: pageSize + oobSize)
    }

    var layout: PageLayout { codec.layout }
    /// What lies behind the column where data would end if it lay in one piece.
    var tail: [UInt8] { Array(bytes[layout.pageSize...]) }

    /// Data and OOB as the layout takes them out.
    var parts: (data: [UInt8], oob: [UInt8]) {
        var data = [UInt8](repeating: 0, count: layout.pageSize)
        var oob = [UInt8](repeating: 0, count: layout.oobSize)
        bytes.withUnsafeBytes { raw in
            data.withUnsafeMutableBytes { data in
                oob.withUnsafeMutableBytes { oob in
                    codec.takeApart(raw.baseAddress!, data: data.baseAddress!, oob: oob.baseAddress)
                }
            }
        }
        return (data, oob)
    }

    /// Puts the data to its places; the OOB stays unless it is given.
    mutating func put(_ data: [UInt8], oob: [UInt8]? = nil) {
        let codec = codec
        #expect(data.count == layout.pageSize && oob?.count ?? layout.oobSize == layout.oobSize)
        bytes.withUnsafeMutableBytes { raw in
            data.withUnsafeBytes { data in
                guard let oob else { return codec.putTogether(data: data.baseAddress!, oob: nil, raw.baseAddress!) }
                oob.withUnsafeBytes {
                    codec.putTogether(data: data.baseAddress!, oob: $0.baseAddress, raw.baseAddress!)
                }
            }
        }
    }

    /// Computes parity and pads, but for steps with a blank message where `keepsErased`.
    mutating func encode(keepsErased: Bool = false) {
        let codec = codec
        let workspace = LayoutCodec.Workspace(for: codec)
        bytes.withUnsafeMutableBytes { raw in
            let page = raw.baseAddress!
            let blank = codec.layout.steps.indices.map { codec.messageIsBlank(page, step: $0) }
            codec.encode(page, workspace, setsPads: true) { keepsErased && blank[$0] ? .erase : .encode }
        }
    }

    mutating func scramble(pageInBlock: Int) {
        let codec = codec
        bytes.withUnsafeMutableBytes { codec.scramble($0.baseAddress!, pageInBlock: pageInBlock) }
    }

    /// What checking says of each step.
    var outcomes: [StepOutcome] {
        let workspace = LayoutCodec.Workspace(for: codec)
        bytes.withUnsafeBytes { _ = codec.examine($0.baseAddress!, workspace) }
        return workspace.outcomes
    }

    /// Corrects, and says what that came to.
    mutating func correct() -> [StepOutcome] {
        let codec = codec
        let workspace = LayoutCodec.Workspace(for: codec)
        bytes.withUnsafeMutableBytes { _ = codec.correct($0.baseAddress!, workspace) }
        return workspace.outcomes
    }
}
