// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive
import FormatKit

/// One kind of wrapper: a row of the table.
struct Wrapper: Sendable {
    typealias Setup = @Sendable (_ archive: OpaquePointer?) -> Int32

    let name: String
    let summary: String
    /// File name extensions that mean this wrapper.
    let extensions: [String]
    /// Short extensions that stand for two wrappers: what is left of the name gets the second one.
    var doubleExtensions: [String: String] = [:]
    let content: Content
    let reading: Reading
    /// What to enable for writing, in this order.
    let writing: [Setup]
    /// Compression levels; nil where there are none.
    var levels: ClosedRange<Int>?
    /// Members may have holes of their own.
    var hasHoles = false
    /// What lies before a member has to be expanded too.
    var isSolid = false
    /// Looks for what libarchive believes and should not.
    var check: (@Sendable (any ByteSource) throws -> Void)?
    /// How far the wrapper reaches in the file; nil when the bytes do not begin one.
    let measure: @Sendable (ProbeInput) throws -> WrapperExtent?
    var limitations: [String] = []
    /// What to write around nothing, where libarchive cannot: 3.6 crashes at the end of an empty lz4 stream.
    var emptyStream: [UInt8]?

    enum Content: Sendable {
        /// One nameless stream; libarchive's number of the filter.
        case stream(filter: Int32)
        /// Named members.
        case members
    }

    enum Reading: Sendable {
        /// libarchive 3.6 does not compare a gzip member's CRC and length, zlib does.
        case zlib
        /// What to enable, one by one.
        case library([Setup])

        /// What is inside a filter is taken as it is, be it nothing.
        static func stream(_ filter: @escaping Setup) -> Reading {
            .library([archive_read_support_format_raw, archive_read_support_format_empty, filter])
        }
    }

    var hasMembers: Bool {
        if case .members = content { true } else { false }
    }

    func agrees(withExtension ext: String) -> Bool {
        extensions.contains(ext) || doubleExtensions[ext] != nil
    }
}
