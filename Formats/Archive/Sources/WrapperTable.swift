// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CArchive

extension Wrapper {
    /// Every wrapper, cheap and sure ones first.
    static let all = [gzip, xz, zstd, bzip2, lz4, zip, sevenZip, tar]

    static let gzip = Wrapper(
        name: "gzip", summary: "a file compressed with gzip", extensions: ["gz"], doubleExtensions: ["tgz": "tar"],
        content: .stream(filter: ARCHIVE_FILTER_GZIP), reading: .zlib,
        writing: [
            archive_write_set_format_raw, archive_write_add_filter_gzip,
            { archive_write_set_filter_option($0, "gzip", "timestamp", nil) },
        ],
        levels: 0...9, measure: GzipProbe.measure,
        limitations: ["what follows the last member is left out"])

    static let xz = Wrapper(
        name: "xz", summary: "a file compressed with xz", extensions: ["xz"], doubleExtensions: ["txz": "tar"],
        content: .stream(filter: ARCHIVE_FILTER_XZ),
        reading: .stream(archive_read_support_filter_xz),
        writing: [archive_write_set_format_raw, archive_write_add_filter_xz],
        levels: 0...9, measure: XzProbe.measure,
        limitations: ["needs at most 1 GiB of memory, else it is refused"])

    static let zstd = Wrapper(
        name: "zstd", summary: "a file compressed with zstd", extensions: ["zst", "zstd"],
        doubleExtensions: ["tzst": "tar"], content: .stream(filter: ARCHIVE_FILTER_ZSTD),
        reading: .stream(archive_read_support_filter_zstd),
        writing: [archive_write_set_format_raw, archive_write_add_filter_zstd],
        levels: 1...22, measure: ZstdProbe.measure,
        limitations: ["a window over 128 MiB (zstd --long=28 and more) is refused"])

    static let bzip2 = Wrapper(
        name: "bzip2", summary: "a file compressed with bzip2", extensions: ["bz2"],
        doubleExtensions: ["tbz": "tar", "tbz2": "tar"], content: .stream(filter: ARCHIVE_FILTER_BZIP2),
        reading: .stream(archive_read_support_filter_bzip2),
        writing: [archive_write_set_format_raw, archive_write_add_filter_bzip2],
        levels: 1...9, measure: Bzip2Probe.measure)

    static let lz4 = Wrapper(
        name: "lz4", summary: "a file compressed with lz4", extensions: ["lz4"],
        content: .stream(filter: ARCHIVE_FILTER_LZ4),
        reading: .stream(archive_read_support_filter_lz4),
        writing: [archive_write_set_format_raw, archive_write_add_filter_lz4],
        levels: 1...9, measure: LZ4Probe.measure,
        emptyStream: [0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7, 0, 0, 0, 0, 0x05, 0x5D, 0xCC, 0x02])

    static let zip = Wrapper(
        name: "zip", summary: "a zip archive; one file in it is used", extensions: ["zip"],
        content: .members, reading: .library([archive_read_support_format_zip]),
        writing: [archive_write_set_format_zip], levels: 0...9, measure: ZipProbe.measure,
        limitations: ["no encryption, no archives in several parts"])

    static let sevenZip = Wrapper(
        name: "7z", summary: "a 7-Zip archive; one file in it is used", extensions: ["7z"],
        content: .members, reading: .library([archive_read_support_format_7zip]),
        writing: [archive_write_set_format_7zip], levels: 0...9, isSolid: true, check: SevenZipHeader.check,
        measure: SevenZipProbe.measure,
        limitations: ["no encryption, no archives in several parts"])

    static let tar = Wrapper(
        name: "tar", summary: "a tar archive; one file in it is used", extensions: ["tar"],
        content: .members, reading: .library([archive_read_support_format_tar]),
        writing: [archive_write_set_format_pax_restricted], hasHoles: true, measure: TarProbe.measure)
}
