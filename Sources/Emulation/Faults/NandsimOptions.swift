// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The fault options of the kernel's nandsim, with its meaning and its defaults: `badblocks=1,5,weakpages=1401:2`.
///
/// Source: Linux, drivers/mtd/nand/raw/nandsim.c, the module's parameters and their parsers.
enum NandsimOptions {
    /// - Throws: ``UsageError`` for a key that is none of the five, or a list that nandsim would refuse.
    static func plan(_ spec: FormatSpec) throws(UsageError) -> FaultPlan {
        var plan = FaultPlan()
        for option in spec.options {
            switch option.key {
            case "seed":
                plan.seed = try FaultPlan(FormatSpec("faults", ["seed": option.value, "protect": "yes"])).seed
            case "badblocks":
                for (block, _) in try list(option, count: nil) {
                    plan.faults.append(Fault(.bad, at: Where(.block(block)), text: "badblocks=\(block)"))
                }
            case "weakblocks": plan.faults += try weak(option, .fails(.erase, rate: 1)) { .block($0) }
            case "weakpages": plan.faults += try weak(option, .fails(.program, rate: 1)) { .page($0) }
            case "gravepages": plan.faults += try weak(option, .garble(rate: 1)) { .page($0) }
            case "bitflips":
                guard let most = Int(option.value), (0...1 << 20).contains(most) else {
                    throw UsageError("nandsim: bitflips=\(option.value): expected a number of bits")
                }
                if most > 0 { plan.faults.append(Fault(.burst(most: most, rate: rate), text: "bitflips=\(most)")) }
            default:
                throw UsageError(
                    "nandsim: unknown option '\(option.key)': it has badblocks, bitflips, gravepages, weakblocks, weakpages",
                    hint: "other options of the kernel's nandsim are about the chip: give museimg an image of it")
            }
        }
        return plan
    }

    /// `prandom_u32() < 1 << 22`, later `get_random_u16() < 1 << 6`.
    private static let rate = 1.0 / 1024
    /// Times that it goes well where none is given.
    private static let usual = 3

    private static func weak(
        _ option: FormatSpec.Option, _ kind: Fault.Kind, _ place: (Int) -> Where.Position
    ) throws(UsageError) -> [Fault] {
        try list(option, count: usual).map { number, count in
            var fault = Fault(kind, at: Where(place(number)), text: "\(option.key)=\(number):\(count)")
            fault.after = count
            return fault
        }
    }

    /// `N[:COUNT][,N[:COUNT]]...`; of two with one number the last counts, for nandsim looks at its lists from behind.
    private static func list(
        _ option: FormatSpec.Option, count usual: Int?
    ) throws(UsageError) -> [(number: Int, count: Int)] {
        var list: [(number: Int, count: Int)] = []
        for part in option.value.split(separator: ",") {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = pair.compactMap { self.number($0) }
            guard numbers.count == pair.count, pair.count <= (usual == nil ? 1 : 2), let number = numbers.first else {
                throw UsageError(
                    "nandsim: \(option.key)=\(option.value): '\(part)' is not \(usual == nil ? "N" : "N or N:COUNT")")
            }
            list.removeAll { $0.number == number }
            list.append((number, numbers.dropFirst().first ?? usual ?? 0))
        }
        guard !list.isEmpty else { throw UsageError("nandsim: \(option.key)=: expected a list of numbers") }
        return list
    }

    /// As `simple_strtoul` reads it with base 0: `11`, `0xb`, `013`.
    private static func number(_ text: Substring) -> Int? {
        guard let first = text.first, first.isHexDigit else { return nil }
        let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
        guard isHex else { return Int(text, radix: first == "0" ? 8 : 10) }
        let digits = text.dropFirst(2)
        return digits.first?.isHexDigit == true ? Int(digits, radix: 16) : nil
    }
}
