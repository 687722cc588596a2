// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import PageLayout
import Testing

@Suite("Configurations of nandtool")
struct NandtoolTests {
    private let codes = """
        [bch8]
        t=8
        poly=8219

        [bch4]
        t=4
        poly=8219

        [custom]
        t=8
        poly=17475

        [chip]
        startblock=0
        endblock=2048
        layout='pages'

        """

    private func layout(_ body: String, _ name: String? = nil) throws -> PageLayout {
        let text = "partitions = ['chip']\n" + codes + "[pages]\npagesize=2048\noobsize=64\npages_per_block=64\n" + body
        let toml = try NandtoolConfiguration(parsing: text, file: "chip.toml").layoutFile(name)
        return try LayoutTemplate(parsing: toml, file: "made").layout(for: .init(pageSize: 2048, oobSize: 64))
    }

    private func known(_ name: String) throws -> PageLayout {
        try LayoutSpec(parsing: name).layout(
            for: .init(pageSize: 2048, oobSize: 64), catalogue: LayoutCatalogue.embedded())
    }

    private func expectSame(_ layout: PageLayout, _ name: String) throws {
        let known = try known(name)
        #expect(layout.code == known.code && layout.order == known.order && layout.data == known.data)
        #expect(layout.steps.map(\.message) == known.steps.map(\.message))
        #expect(layout.steps.map(\.parity) == known.steps.map(\.parity))
    }

    private let quarters = "[ [[0, 512]], [[512, 1024]], [[1024, 1536]], [[1536, 2048]] ]"

    @Test("parity in OOB: what the catalogue knows as omap-bch8")
    func plain() throws {
        let layout = try layout(
            """
            ecc_protected_data=\(quarters)
            user_data=\(quarters)
            ecc=[ [[2050, 2063]], [[2064, 2077]], [[2078, 2091]], [[2092, 2105]] ]
            ecc_algorithm='bch8'
            ecc_strict=false
            """)
        try expectSame(layout, "omap-bch8")
    }

    @Test("protected OOB and shifted parity: qnx-ti-bch4")
    func shifted() throws {
        let layout = try layout(
            """
            ecc_protected_data=[ [[0, 512],[2048, 2052]], [[512, 1024],[2052, 2056]], [[1024, 1536],[2056, 2060]], \
            [[1536, 2048],[2060, 2064]] ]
            user_data=\(quarters)
            ecc=[[[2064, 2071]], [[2071, 2078]], [[2078, 2085]], [[2085, 2092]] ]
            left_shift_ecc_buf=4
            ecc_algorithm='bch4'
            etfs='etfs_transaction'
            """)
        try expectSame(layout, "qnx-ti-bch4")
    }

    @Test("reversed and inverted, with holes: hisilicon-t8")
    func holes() throws {
        let layout = try layout(
            """
            ecc_protected_data=[ [[0, 0x410]], [[0x41E, 0x800], [0x802, 0x810], [0x800, 0x802], [0x81E, 0x83C]] ]
            user_data=[ [[0, 0x410]], [[0x41E, 0x800], [0x802, 0x810]] ]
            ecc=[ [[0x410, 0x41E]], [[0x810, 0x81e]] ]
            ecc_algorithm={ t = 8, poly = 17475 }
            ecc_protected_data_reverse=true
            ecc_protected_data_invert=true
            ecc_reverse=true
            ecc_invert=true
            """)
        try expectSame(layout, "hisilicon-t8")
    }

    @Test("without a code only the places are told")
    func places() throws {
        let layout = try layout("user_data=[ [[0, 0x410], [0x41E, 0x800], [0x802, 0x810]] ]")
        #expect(layout.code == .unknown)
        #expect(try layout.data == known("hisilicon-t8").data)
    }

    @Test(
        "what a layout file cannot say is an error that says so",
        arguments: [
            ("user_data=[[[0, 2112]]]", "steps: they hold 16896 bits of data, expected 16384"),
            ("user_data=[[[0, 2048, 1]]]", "pages.user_data: a range that is not [start, end]"),
            ("user_data=[[[9, 3]]]", "pages.user_data: a range that is not [start, end]"),
            ("", "pages: it has no user_data"),
            ("user_data=[[[0,2048]]]\necc_algorithm='bch8'", "pages.ecc_algorithm: chunks without a code, or a code"),
            ("user_data=[[[0,2048]]]\necc_algorithm='bch9'", "bch9: is missing: the algorithm of pages"),
            ("user_data=[[[0,2048]]]\necc=[[[2050,2063]]]", "pages.ecc: 1 chunks, expected 0"),
            (
                "user_data=[[[0,2048]]]\necc=[[[2050,2063]]]\necc_protected_data=[[[0,512]]]\necc_algorithm='bch8'",
                "pages: user_data that no code protects, or in another order than the code takes it"
            ),
            (
                "user_data=[[[0,512]]]\necc=[[[2050,2063]]]\necc_protected_data=[[[0,512]]]\necc_algorithm='bch8'\n"
                    + "ecc_reverse=true",
                "pages.ecc_reverse: message and parity in different bit orders: a layout file cannot say that"
            ),
            (
                "user_data=[[[0,512]]]\necc=[[[2050,2063]]]\necc_protected_data=[[[0,512]]]\necc_algorithm='bch8'\n"
                    + "ecc_invert=true\necc_protected_data_invert=true",
                "pages.ecc_reverse: reversed but not inverted, or the other way round"
            ),
            (
                "user_data=[[[0,512]]]\necc=[[[2050,2060],[2061,2064]]]\necc_protected_data=[[[0,512]]]\n"
                    + "ecc_algorithm='bch8'",
                "pages: parity in several pieces, or shifted by 0 bits: not read by this import"
            ),
        ])
    func refused(body: String, expected: String) {
        do {
            _ = try layout(body)
            Issue.record("no error")
        } catch {
            let message = (error as? LayoutError)?.message ?? "\(error)"
            #expect(message.contains(expected), "\(message)")
        }
    }

    @Test("no configuration, and one of several layouts")
    func several() throws {
        func message(_ text: String, _ name: String? = nil) -> String {
            do {
                return try NandtoolConfiguration(parsing: text, file: "c").layoutFile(name)
            } catch {
                return error.message
            }
        }
        #expect(message("a = 1") == "layout c: partitions: names no partition: no nandtool configuration")
        #expect(message("partitions = ['p']") == "layout c: p: is missing: a partition that `partitions` names")
        let two = """
            partitions = ['p', 'q']
            p = { layout = 'a' }
            q = { layout = 'b' }
            a = { pagesize = 512, oobsize = 16, user_data = [[[0, 512]]] }
            b = { pagesize = 512, oobsize = 16, user_data = [[[16, 528]]] }
            """
        #expect(message(two) == "layout c: it has several layouts, name one of a, b")
        #expect(message(two, "x") == "layout c: x: no such layout, expected one of a, b")
        #expect(message(two, "b").contains("{ byte = 16, bytes = 512 }"))
    }
}
