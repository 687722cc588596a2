// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit
import TestKit
import Testing

@testable import Emulation

@Suite("Faults as they are written")
struct FaultParsingTests {
    private func kinds(_ text: String) throws -> [Fault.Kind] { try FaultFilter.plan(parsing: text).faults.map(\.kind) }

    @Test("each key has its meaning")
    func keys() throws {
        let cases: [(String, [Fault.Kind])] = [
            ("flip=1e-5", [.flips(rate: 1e-5)]), ("flip=0.1%", [.flips(rate: 0.001)]),
            ("flip=1/1024", [.flips(rate: 1.0 / 1024)]), ("flip@block:17..20=3", [.weakBits(3)]),
            ("burst=2,rate=0.5", [.burst(most: 2, rate: 0.5)]), ("stuck@page:5", [.stuck(1)]),
            ("disturb=1e-9", [.readDisturb(rate: 1e-9)]), ("neighbours=1e-6", [.programDisturb(rate: 1e-6)]),
            ("retention=1e-4,age=48h", [.retention(rate: 2e-4)]), ("garble@page:70", [.garble(rate: 1)]),
            ("bad@block:9", [.bad]), ("grownbad@block:12,after=100", [.grownBad]),
            ("eio=0.1%,on=read", [.refuses(.read, rate: 0.001)]),
            ("eio", [.refuses([.read, .program, .erase], rate: 1)]),
            ("lie=0.5%", [.lies(.program, rate: 0.005)]),
            ("lie,on=program+erase", [.lies([.program, .erase], rate: 1)]),
            ("torn=1", [.tears(.program, rate: 1, .random)]),
            ("torn=1%,tear=prefix,on=erase", [.tears(.erase, rate: 0.01, .prefix)]),
            ("programfail@page:1", [.fails(.program, rate: 1)]), ("erasefail=50%", [.fails(.erase, rate: 0.5)]),
            (
                "latency=read:50us,program:600us,erase:3ms",
                [.delays(.init(read: 50_000, program: 600_000, erase: 3_000_000))]
            ),
            ("protect", [.protects]),
            ("eio=0.1%,on=read,bad@block:9,flip=2", [.refuses(.read, rate: 0.001), .bad, .weakBits(2)]),
        ]
        for (text, expected) in cases { #expect(try kinds("faults,\(text)") == expected, "\(text)") }
    }

    @Test("what stands behind a fault is that fault's")
    func modifiers() throws {
        let plan = try FaultFilter.plan(
            parsing: "faults,seed=0x2a,flip=1e-5,lie=1%,after=7,times=2,while=/run/trigger,bad@block:1..3")
        #expect(plan.seed == 42)
        #expect(plan.trigger == "/run/trigger")
        #expect(plan.faults.map(\.after) == [0, 7, 0])
        #expect(plan.faults.map(\.times) == [nil, 2, nil])
        #expect(plan.faults[1].text == "lie=1%,after=7,times=2")
        #expect(plan.faults[2].place == Where(.block(1), .position(.block(3))))
    }

    @Test("the examples of the help are good ones, and no key is without")
    func examples() throws {
        for key in FaultKey.all {
            let plan = try FaultFilter.plan(parsing: key.example)
            #expect(plan.faults.contains { $0.text.hasPrefix(key.name) }, "\(key.example)")
        }
    }

    @Test(
        "what cannot be meant is refused, with the reason",
        arguments: [
            ("faults", "none is named"), ("fault,flip=1", "unknown filter 'fault'"),
            ("faults,flop=1", "unknown key 'flop' (did you mean 'flip'?): it has bad, burst, disturb, eio"),
            ("faults,eio=1.5", "a chance lies between 0 and 1"), ("faults,eio=150%", "a chance lies between 0 and 1"),
            ("faults,flip=0.0", "a chance lies between 0 and 1"), ("faults,flip=-1", "a chance lies between 0 and 1"),
            ("faults,flip", "a chance is missing"), ("faults,flip=often", "'often' is no chance"),
            ("faults,flip=1/0", "a chance lies between 0 and 1"), ("faults,flip=nan", "is no chance"),
            ("faults,flip=99999999999", "is no number of bits"), ("faults,bad", "which block?"),
            ("faults,on=read", "on= stands behind the fault"), ("faults,flip=1,on=read", "takes no on="),
            ("faults,eio,on=reed", "on=reed: expected erase, program, read"),
            ("faults,lie,on=read", "a read cannot lie"), ("faults,torn,tear=most", "tear=most: expected prefix, half"),
            ("faults,retention=1e-5", "age= is missing"), ("faults,retention=1e-5,age=5", "age=5: expected a time"),
            ("faults,latency=read:fast", "'read:fast' is no time"), ("faults,latency", "no time is given"),
            ("faults,latency=sleep:1s", "'sleep' is no operation"),
            ("faults,seed=x,flip=1", "seed=x: expected a number"),
            ("faults,bad@blok:1", "'blok:1' is no place"), ("faults,flip=1,after=soon", "'soon' is no number"),
            ("nandsim,badblock=1", "unknown option 'badblock'"), ("nandsim,badblocks=1:2", "'1:2' is not N"),
            ("nandsim,weakpages=a", "'a' is not N or N:COUNT"), ("nandsim,weakpages=1K", "'1K' is not N or N:COUNT"),
            ("nandsim,weakpages=09", "'09' is not N"), ("nandsim,weakpages=-1", "'-1' is not N"),
            ("nandsim,weakpages=0x-1", "'0x-1' is not N"), ("nandsim,weakpages=0x", "'0x' is not N"),
            ("nandsim,bitflips=-1", "expected a number of bits"),
        ])
    func refused(_ text: String, _ reason: String) {
        do throws(UsageError) {
            _ = try FaultFilter.plan(parsing: text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.message.contains(reason), "\(error.message)")
        }
    }

    @Test("nandsim's options mean what they do there")
    func nandsim() throws {
        let plan = try FaultFilter.plan(
            parsing: "nandsim,badblocks=1,0x5,weakblocks=113:2,7,weakpages=1401:0,gravepages=70,bitflips=2")
        #expect(
            plan.faults.map(\.kind) == [
                .bad, .bad, .fails(.erase, rate: 1), .fails(.erase, rate: 1), .fails(.program, rate: 1),
                .garble(rate: 1), .burst(most: 2, rate: 1.0 / 1024),
            ])
        #expect(plan.faults.map(\.after) == [0, 0, 2, 3, 0, 3, 0])
        #expect(plan.faults.prefix(3).map(\.place) == [Where(.block(1)), Where(.block(5)), Where(.block(113))])
        let numbers = try FaultFilter.plan(parsing: "nandsim,weakblocks=013:0x2,5:1,0,5:010").faults
        #expect(numbers.map(\.place) == [Where(.block(11)), Where(.block(0)), Where(.block(5))], "the last 5 counts")
        #expect(numbers.map(\.after) == [2, 3, 8])
    }
}
