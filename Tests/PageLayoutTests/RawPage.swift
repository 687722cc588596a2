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
                    guard let raw = raw.baseAddress, let data = data.baseAddress else { return }
                    codec.takeApart(raw, data: data, oob: oob.baseAddress)
                }
            }
        }
        return (data, oob)
    }

    /// Puts the data to its places; the OOB stays.
    mutating func put(_ data: [UInt8]) {
        let codec = codec
        #expect(data.count == layout.pageSize)
        onPage { raw in
            data.withUnsafeBytes { data in
                guard let data = data.baseAddress else { return }
                codec.putTogether(data: data, oob: nil, raw)
            }
        }
    }

    /// Computes parity and pads, but for steps with a blank message where `keepsErased`.
    mutating func encode(keepsErased: Bool = false) {
        let codec = codec
        let workspace = LayoutCodec.Workspace(for: codec)
        onPage { raw in
            let blank = codec.layout.steps.indices.map { codec.messageIsBlank(raw, step: $0) }
            codec.encode(raw, workspace, setsPads: true) { keepsErased && blank[$0] ? .erase : .encode }
        }
    }

    mutating func scramble(pageInBlock: Int) {
        let codec = codec
        onPage { codec.scramble($0, pageInBlock: pageInBlock) }
    }

    /// What checking says of each step.
    var outcomes: [StepOutcome] {
        var copy = self
        let workspace = LayoutCodec.Workspace(for: codec)
        copy.onPage { codec.examine($0, workspace) }
        return workspace.outcomes
    }

    /// Corrects, and says what that came to.
    mutating func correct() -> [StepOutcome] {
        let codec = codec
        let workspace = LayoutCodec.Workspace(for: codec)
        onPage { codec.correct($0, workspace) }
        return workspace.outcomes
    }

    private mutating func onPage(_ body: (UnsafeMutableRawPointer) -> Void) {
        bytes.withUnsafeMutableBytes { raw in
            guard let raw = raw.baseAddress else { return }
            body(raw)
        }
    }
}
