// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

extension FaultKey {
    /// Everything that can go wrong.
    public static let all: [FaultKey] = reading + wearing + writing + other

    private static let reading: [FaultKey] = [
        FaultKey(
            name: "flip", value: "RATE or N", summary: "bits that are read wrong",
            detail: """
                With a chance (1e-5, 0.1%, 1/1024), each bit of a page is wrong with it, anew at each read. With a whole \
                number, so many bits of each page are wrong at each read, the same ones each time: weak cells.
                """,
            example: "faults,seed=42,flip=1e-5,flip@block:17..20=3", modifiers: []
        ) { item throws(UsageError) in
            if let count = item.whole(item.value) { return .weakBits(try item.count("number of bits", "\(count)")) }
            return .flips(rate: try item.rate(default: nil))
        },
        FaultKey(
            name: "burst", value: "N", summary: "now and then, 1 to N wrong bits in a page that is read",
            detail: """
                Of pages that hold data, with the chance rate= (1/1024 unless given). It is what the kernel's nandsim \
                does with bitflips=N.
                """,
            example: "faults,burst=2,rate=0.1%", modifiers: ["rate"]
        ) { item throws(UsageError) in
            .burst(
                most: max(1, try item.count("number of bits", item.value)),
                rate: try item.rate("rate", default: 1.0 / 1024))
        },
        FaultKey(
            name: "stuck", value: "N", summary: "N bits of a page (1 unless given) that read as 0 or as 1 for ever",
            detail: "Which bits, and which value each has, comes from the seed; erasing does not help.",
            example: "faults,seed=1,stuck@page:5=2", modifiers: []
        ) { item throws(UsageError) in .stuck(try item.count("number of bits", item.value, default: 1)) },
        FaultKey(
            name: "garble", value: "RATE", summary: "reads of pages that hold data give random bytes",
            detail: "It is what nandsim does with gravepages, where after= says how many reads go well.",
            example: "faults,garble@page:70,after=3", modifiers: []
        ) { item throws(UsageError) in .garble(rate: try item.rate()) },
    ]

    private static let wearing: [FaultKey] = [
        FaultKey(
            name: "disturb", value: "RATE", summary: "read disturb: reads of a block wear its other pages",
            detail: """
                Each read of a page flips each 1 of the other pages of its block to 0 with this chance. What flipped \
                stays so until the block is erased.
                """,
            example: "faults,disturb=1e-9", modifiers: []
        ) { item throws(UsageError) in .readDisturb(rate: try item.rate(default: nil)) },
        FaultKey(
            name: "neighbours", value: "RATE", summary: "program disturb: programming a page wears those beside it",
            detail: """
                Each program of a page flips each 1 of the pages before and behind it to 0 with this chance, until the \
                block is erased.
                """,
            example: "faults,neighbours=1e-6", modifiers: []
        ) { item throws(UsageError) in .programDisturb(rate: try item.rate(default: nil)) },
        FaultKey(
            name: "retention", value: "RATE", summary: "charge that leaks away with age=",
            detail: """
                Each 0 of a page becomes a 1 with this chance a day, over the days of age= (12h, 30d, 5y). Pages that \
                are programmed, and blocks that are erased, during the mount are fresh and lose nothing.
                """,
            example: "faults,retention=1e-8,age=10y", modifiers: ["age"]
        ) { item throws(UsageError) in .retention(rate: min(1, try item.rate(default: nil) * item.age())) },
    ]

    private static let writing: [FaultKey] = [
        FaultKey(
            name: "programfail", value: "RATE", summary: "the chip says that a program failed",
            detail: "The bits are programmed all the same. With after=, it is nandsim's weakpages.",
            example: "faults,programfail@page:64,after=3", modifiers: []
        ) { item throws(UsageError) in .fails(.program, rate: try item.rate()) },
        FaultKey(
            name: "erasefail", value: "RATE", summary: "the chip says that an erase failed",
            detail: "The block is erased all the same. With after=, it is nandsim's weakblocks.",
            example: "faults,erasefail@block:3,after=2", modifiers: []
        ) { item throws(UsageError) in .fails(.erase, rate: try item.rate()) },
        FaultKey(
            name: "lie", value: "RATE", summary: "a program that reports success and writes nothing",
            detail: "on=erase, or on=program+erase, for erases.", example: "faults,lie=0.5%", modifiers: ["on"]
        ) { item throws(UsageError) in
            let operations = try item.operations(default: .program)
            guard !operations.contains(.read) else {
                throw item.invalid("a read cannot lie: flip= and garble= do that")
            }
            return .lies(operations, rate: try item.rate())
        },
        FaultKey(
            name: "torn", value: "RATE", summary: "a program or an erase that is done in part, and fails",
            detail: """
                tear=prefix: the first bytes of the page, as many as chance says; half: the first half; random (unless \
                given): each bit is settled or is not, with a chance that is drawn for the page. Programs, unless on= \
                says erase or program+erase; of an erase, pages are what of a program bytes are.
                """,
            example: "faults,seed=7,torn=1%,tear=prefix,on=program+erase", modifiers: ["on", "tear"]
        ) { item throws(UsageError) in
            let operations = try item.operations(default: .program)
            guard !operations.contains(.read) else { throw item.invalid("a read cannot be torn") }
            return .tears(operations, rate: try item.rate(), try item.tear())
        },
        FaultKey(
            name: "grownbad", value: "", summary: "a block that goes bad: its programs and erases fail",
            detail: "after=N: once it has been programmed and erased N times.",
            example: "faults,grownbad@block:12,after=100", modifiers: []
        ) { item throws(UsageError) in
            guard item.place != nil else { throw item.invalid("which block? as in grownbad@block:12") }
            return .grownBad
        },
    ]

    private static let other: [FaultKey] = [
        FaultKey(
            name: "bad", value: "", summary: "a block that is bad from the start",
            detail: "It is listed as bad, and marked by its maker; what it holds beside the mark can still be read.",
            example: "faults,bad@block:9", modifiers: []
        ) { item throws(UsageError) in
            guard item.place != nil else { throw item.invalid("which block? as in bad@block:9") }
            return .bad
        },
        FaultKey(
            name: "eio", value: "RATE", summary: "operations that are not done, and fail",
            detail: "All of them, unless on= says which: read, program, erase, or several joined by +.",
            example: "faults,eio=0.1%,on=read", modifiers: ["on"]
        ) { item throws(UsageError) in
            .refuses(try item.operations(default: [.read, .program, .erase]), rate: try item.rate())
        },
        FaultKey(
            name: "latency", value: "read:TIME,program:TIME,erase:TIME", summary: "operations take their time",
            detail: "For each page that is read or programmed, and each block that is erased: 50us, 3ms.",
            example: "faults,latency=read:50us,program:600us,erase:3ms", modifiers: []
        ) { item throws(UsageError) in .delays(try item.latency()) },
        FaultKey(
            name: "protect", value: "", summary: "write protection, as when WP# is low",
            detail: "Programs, erases and marks fail with EROFS.", example: "faults,protect@block:0..3", modifiers: []
        ) { _ throws(UsageError) in .protects },
    ]
}
