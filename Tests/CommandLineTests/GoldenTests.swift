// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import TestKit
import Testing

/// What the commands say, word by word.
@Suite struct GoldenTests {
    /// A session: its file's name and the arguments.
    static let sessions: [(String, String)] = [
        ("map", "map -g 512+16x8 dump.bin"),
        ("map-blocks", "map -g 512+16x8 dump.bin --by block"),
        ("map-totals", "map -g 512+16x8 dump.bin --totals --by block"),
        ("map-nor", "map -f raw -g nor:4K data.bin"),
        ("map-cut", "map -f raw-oob -g 512+16x8 cut.bin"),
        ("map-json", "map -g 512+16x8 dump.bin --json"),
        ("map-blocks-json", "map -g 512+16x8 dump.bin --by block --json"),
        ("map-totals-json", "map -g 512+16x8 dump.bin --totals --json"),
        ("map-listed", "map raw-oob,geometry=512+16x8,bad=1,4:dump.bin --by block"),
        ("map-verbose", "map -v -f raw-oob -g 512+16x8 dump.bin --totals"),
        ("hexdump", "hexdump -g 512+16x8 dump.bin"),
        ("hexdump-block", "hexdump -g 512+16x8 dump.bin block:3/page:2..5"),
        ("hexdump-bad", "hexdump -g 512+16x8 dump.bin block:2/page:0 --color always"),
        ("hexdump-oob", "hexdump -g 512+16x8 dump.bin block:4 --oob only"),
        ("hexdump-color", "hexdump -g 512+16x8 dump.bin page:1 --oob none --color always"),
        ("hexdump-nor", "hexdump -f raw -g nor:4K data.bin @0x200+64"),
        ("hexdump-cut", "hexdump -f raw-oob -g 512+16x8 cut.bin block:1/page:6..block:2"),
        ("hexdump-json", "hexdump -g 512+16x8 dump.bin block:3/page:2..7 --json"),
        ("hexdump-file-offset", "hexdump -g 512+16x8 dump.bin 0x3190 --oob only"),
        ("compare-equal", "compare -g 512+16x8 dump.bin raw:data.bin"),
        ("compare-differs", "compare -g 512+16x8 dump.bin raw-oob,geometry=512+16x8:flipped.bin --oob"),
        ("compare-cut", "compare -f raw-oob -g 512+16x8 dump.bin raw-oob,geometry=512+16x8:cut.bin"),
        ("compare-json", "compare -g 512+16x8 dump.bin raw-oob,geometry=512+16x8:flipped.bin --oob --json"),
        ("compare-geometry", "compare -g 512+16x8 dump.bin raw-oob,geometry=512+16x16:dump.bin"),
        ("compare-no-oob", "compare -g 512+16x8 dump.bin raw:data.bin --oob"),
        ("check", "check -l linux-hamming-small -g 512+16x8 ecc-2.bin"),
        ("check-clean", "check -l linux-hamming-small -g 512+16x8 ecc-1.bin --worst 1"),
        ("check-cut", "check -l none -g 512+16x8 cut.bin"),
        ("check-unknown", "check -g 512+16x8 dump.bin"),
        ("check-json", "check -l linux-hamming-small -g 512+16x8 ecc-2.bin --json --pages"),
        ("check-no-layout", "check -l none -g 512+16x8 ecc-1.bin"),
        ("check-nor", "check -f raw -g nor:4K data.bin"),
        ("check-pages", "check -l linux-hamming-small -g 512+16x8 ecc-2.bin ecc-3.bin --pages"),
        ("check-shapes", "check ecc-1.bin raw:data.bin -g 512+16x8"),
        ("check-vote", "check -l linux-hamming-small -g 512+16x8 ecc-1.bin ecc-2.bin ecc-3.bin"),
        ("check-worst", "check --worst 1001 ecc-1.bin"),
        ("convert", "convert -g 512+16x8 dump.bin out.bin"),
        ("convert-raw", "convert -g 512+16x8 -O raw dump.bin out.bin"),
        ("convert-skip", "convert -g 512+16x8 -O raw --bad skip --oob drop dump.bin out.bin"),
        ("convert-strict", "convert -g 512+16x8 -O raw --strict dump.bin out.bin"),
        ("convert-dry-run", "convert -g 512+16x8 -O raw --dry-run dump.bin out.bin"),
        ("convert-drop", "convert -g 512+16x8 -O nanddump --oob drop --bad skip --range page:0 dump.bin out.bin"),
        ("convert-json", "convert -g 512+16x8 -O raw --bad skip dump.bin out.bin --json"),
        ("convert-quiet", "convert -q -g 512+16x8 dump.bin out.bin"),
        ("convert-cut", "convert -f raw-oob -g 512+16x8 cut.bin out.bin"),
        ("convert-there", "convert -g 512+16x8 dump.bin data.bin"),
        ("convert-range", "convert -g 512+16x8 -O raw --range block:0..1 dump.bin out.bin"),
        ("faults", "faults"),
        ("faults-torn", "faults torn"),
        ("layouts", "layouts -g 512+16"),
        ("layouts-plain", "layouts omap-bch8"),
        ("layouts-bits", "layouts gpmi -g 2048+112"),
        ("layouts-covered", "layouts broadcom-v4-bch4-small"),
        ("layouts-inline", "layouts bch:t=8,step=512,bytes=13,at=12,poly=0x201b,mask=erased -g 2048+64x64"),
        ("layouts-json", "layouts xbox360 --json"),
        ("layouts-import", "layouts import nandtool.toml"),
        ("layouts-name", "layouts linux-bhc8"),
        ("layouts-misfit", "layouts omap-bch8 -g 2048+32"),
        ("layouts-geometry", "layouts omap-bch8 -g 2048"),
        ("layouts-any-size", "layouts none"),
        ("layouts-no-file", "layouts ./missing.toml"),
        ("identify-nothing", "identify --effort quick dump.bin"),
        ("identify-json", "identify --effort quick -g 512+16x8 dump.bin --json"),
        ("identify-candidates", "identify --effort quick --candidates 0 dump.bin"),
        ("help-identify", "identify --help"),
        ("store-create", "store create new.muse --from dump.bin -g 512+16x8"),
        ("store-create-there", "store create chip.muse --from dump.bin -g 512+16x8"),
        ("store-log", "store log chip.muse"),
        ("store-log-marks", "store log chip.muse --marks -n 3"),
        ("store-log-json", "store log chip.muse -n 4 --json"),
        ("store-log-cut", "store log cut.muse -n 2"),
        ("store-mark", "store mark chip.muse here"),
        ("store-mark-odd", "store mark chip.muse 12"),
        ("store-mark-twice", "store mark chip.muse before"),
        ("store-rewind", "store rewind chip.muse 5"),
        ("store-rewind-beyond", "store rewind chip.muse 500"),
        ("store-diff", "store diff chip.muse@before chip.muse"),
        ("store-diff-same", "store diff chip.muse@0 chip.muse@before"),
        ("store-diff-json", "store diff chip.muse@2 chip.muse@4 --json"),
        ("store-compact", "store compact chip.muse"),
        ("store-check", "store check chip.muse"),
        ("store-check-cut", "store check cut.muse"),
        ("store-check-damaged", "store check damaged.muse"),
        ("store-damaged", "store mark damaged.muse x"),
        ("store-damaged-before", "store diff damaged.muse@before damaged.muse"),
        ("store-export", "store export chip.muse@before out.bin"),
        ("store-info", "info chip.muse"),
        ("store-point", "info store:chip.muse@befor"),
        ("store-map", "map store:chip.muse@middle"),
        ("store-not", "store log dump.bin"),
        ("trace-show", "trace show chip.trace"),
        ("trace-show-limit", "trace show chip.trace -n 2"),
        ("trace-show-json", "trace show chip.trace --json"),
        ("trace-show-cut", "trace show cut.trace --totals"),
        ("trace-not", "trace show chip.muse"),
        ("trace-not-a-store", "store log chip.trace"),
        ("trace-replay-other", "trace replay chip.trace dump.bin -g 512+16x8"),
        ("trace-replay", "trace replay chip.trace blank,geometry=2048+64x64x8: --verify"),
        (
            "trace-replay-differs",
            "trace replay chip.trace blank,geometry=2048+64x64x8: --verify --with faults,eio@block:3,on=read"
        ),
        (
            "trace-replay-json",
            "trace replay chip.trace blank,geometry=2048+64x64x8: --verify --with faults,lie@block:0 --json -q"
        ),
        ("powercut", "trace powercut chip.muse --at before..15 --tear none,half --check true"),
        ("powercut-failing", "trace powercut chip.muse --at inside --seed 7 --keep-failing bad --check false"),
        ("powercut-json", "trace powercut chip.muse --at syncs --tear half --check true --json"),
        ("powercut-nowhere", "trace powercut chip.muse --at midle --check true"),
        ("powercut-tear", "trace powercut chip.muse --tear all --check true"),
        ("powercut-not", "trace powercut dump.bin --check true"),
        ("usage-nothing", ""),
        ("usage-command", "mpa dump.bin"),
        ("usage-option", "map --jsn dump.bin"),
        ("usage-argument", "map"),
        ("usage-format", "map -f rawoob dump.bin"),
        ("usage-format-option", "map raw-oob,ordr=at-end:dump.bin"),
        ("usage-geometry", "map -g 2048+64 dump.bin"),
        ("usage-twice", "map -f raw raw:dump.bin"),
        ("usage-where", "hexdump -g 512+16x8 dump.bin page:x"),
        ("usage-where-end", "hexdump -g 512+16x8 dump.bin page:48"),
        ("usage-where-file", "hexdump -g 512+16x8 dump.bin 0x100000"),
        ("usage-oob", "hexdump -f raw data.bin --oob only"),
        ("version", "--version"),
        ("help-map", "map --help"),
    ]

    @Test(arguments: sessions.map(\.0)) func session(_ name: String) throws {
        let line = try #require(GoldenTests.sessions.first { $0.0 == name }?.1)
        let workspace = try SmallDump.workspace()
        let result = try Tool(workspace).run(line.split(separator: " ").map(String.init))
        var text = "$ museimg \(line)\n" + result.text
        if !result.errors.isEmpty { text += "--- standard error\n" + result.errors }
        text += "--- exit status \(result.status)\n"
        try expectGolden(text, "Tests/CommandLineTests/Golden/\(name).txt")
    }
}

extension SmallDump {
    /// A configuration of nandtool.
    private static let nandtool = """
        partitions = ['chip']
        bch4 = { t = 4, poly = 8219 }
        chip = { startblock = 0, endblock = 2, layout = 'pages' }
        [pages]
        pagesize = 512
        oobsize = 16
        ecc_protected_data = [[[0, 512], [512, 516]]]
        user_data = [[[0, 512]]]
        ecc = [[[520, 527]]]
        left_shift_ecc_buf = 4
        ecc_algorithm = 'bch4'

        """

    /// A folder with the dump whole, as data, cut in a page of its third block, and with bits flipped.
    static func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write("dump.bin", bytes)
        try workspace.write("data.bin", data)
        // Three dumps of a chip with ECC.
        for (name, bytes) in try eccDumps.get() { try workspace.write(name, bytes) }
        // A store that holds its base itself: whole, cut in its last record, and with a byte of its last page changed.
        let store = try FormatTesting.fixture("store/small.muse")
        try workspace.write("chip.muse", store)
        try workspace.write("cut.muse", store.dropLast(20))
        var damaged = store
        damaged[store.count - 300] ^= 0x20
        try workspace.write("damaged.muse", damaged)
        let trace = try FormatTesting.fixture("trace/small.trace")
        try workspace.write("chip.trace", trace)
        try workspace.write("cut.trace", trace.dropLast(20))
        try workspace.write("nandtool.toml", Array(nandtool.utf8))
        try workspace.write("cut.bin", Array(bytes.prefix(528 * 18 + 100)))
        var flipped = bytes
        flipped[528 * 3 + 17] ^= 0x81
        flipped[528 * 26 + 520] ^= 0x10
        try workspace.write("flipped.bin", flipped)
        return workspace
    }
}
