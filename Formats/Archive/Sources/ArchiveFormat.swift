// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
public import FormatKit

/// A compressed file or an archive, read and written through libarchive and zlib.
public struct ArchiveFormat: WrapperFormat {
    let wrapper: Wrapper

    /// Every wrapper: gzip, xz, zstd, bzip2, lz4, zip, 7z, tar.
    public static let all: [any Format] = Wrapper.all.map(ArchiveFormat.init)

    public var info: FormatInfo {
        var options: [FormatInfo.Option] = wrapper.hasMembers ? [ArchiveOptions.member] : []
        options += [ArchiveOptions.maxSize, ArchiveOptions.maxRatio]
        if let levels = wrapper.levels { options.append(ArchiveOptions.level(levels)) }
        return FormatInfo(
            name: wrapper.name, summary: wrapper.summary, extensions: wrapper.extensions, options: options,
            limitations: wrapper.limitations, references: ["https://www.libarchive.org"])
    }

    public func probe(_ input: ProbeInput) throws -> Probe? {
        let agrees = wrapper.agrees(withExtension: input.fileExtension)
        return try wrapper.measure(input)?.probe(wrapper.name, in: input.source, nameAgrees: agrees)
    }

    public func parts(_ input: FormatInput) throws -> [WrappedPart] {
        let expansion = Expansion(wrapper, input.source, try ArchiveOptions.limits(input))
        return wrapper.hasMembers ? try expansion.members() : [expansion.stream()]
    }

    public func makeSink(around outer: any ByteSink, options: OptionReader, name: String) throws -> any ByteSink {
        let writer = try LibraryWriter(wrapper, level: try ArchiveOptions.level(options, wrapper), outer: outer)
        return wrapper.hasMembers
            ? try MemberSink(writer, around: outer, name: name)
            : try StreamSink(writer, around: outer, emptyStream: wrapper.emptyStream)
    }
}
