// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import MTD
import MUSE
import TestKit
import Testing

@Suite("What the original drivers sent")
struct RecordedTrafficTests {
    /// A request as it was read from /dev/muse, and what came back.
    struct Exchange {
        var name: String
        var message: [UInt8]
        var replyLength: Int
        var replyError: Int32
    }

    /// One list for each chip.
    static func recording(_ name: String) throws -> [[Exchange]] {
        let text = String(decoding: try Fixture.bytes("muse/\(name).txt"), as: UTF8.self)
        var chips: [[Exchange]] = [[]]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            switch words[0] {
            case "chip": chips.append([])
            case "request":
                let digits = Array(words[3])
                var message = stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(digits[$0...($0 + 1)]), radix: 16)
                }
                let length = try #require(Int(words[2]))
                message += [UInt8](repeating: 0, count: length - message.count)
                chips[chips.count - 1].append(
                    Exchange(name: String(words[1]), message: message, replyLength: 0, replyError: 0))
            default:
                let last = chips[chips.count - 1].count - 1
                chips[chips.count - 1][last].replyLength = try #require(Int(words[1]))
                chips[chips.count - 1][last].replyError = try #require(Int32(words[2]))
            }
        }
        return chips.filter { !$0.isEmpty }
    }

    private func device(_ geometry: String, bad: Int? = nil) throws -> MTDDevice {
        let device = try ServerTests.device(geometry, layout: nil)
        if let bad { try device.markBad(at: bad * device.shape.eraseSize) }
        return device
    }

    private func play(_ exchanges: [Exchange], _ device: MTDDevice) throws {
        let kernel = try FakeKernel(device, maxTransfer: 1 << 20)
        for exchange in exchanges {
            kernel.send(raw: exchange.message)
            let reply = try #require(kernel.receive(), "\(exchange.name)")
            #expect(
                reply.unique
                    == exchange.message.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) })
            #expect(reply.error == exchange.replyError, "\(exchange.name)")
            // What a chip is told to be differs; all other replies are of one length.
            if exchange.name != "MUSE_INIT" {
                #expect(reply.body.count + 16 == exchange.replyLength, "\(exchange.name)")
            }
        }
        #expect(kernel.logged() == [])
    }

    @Test("version 1 is answered as it was then")
    func version1() throws {
        let chips = try Self.recording("v1")
        #expect(chips.count == 1 && chips[0].count >= 8)
        try play(chips[0], try device("2048x64x64"))
    }

    @Test("version 3 is answered as it was then: RAM, and NAND with a bad block")
    func version3() throws {
        let chips = try Self.recording("v3")
        #expect(chips.map(\.count).reduce(0, +) >= 28 && chips.count == 2)
        try play(chips[0], try device("nor:128Kx32"))
        try play(chips[1], try device("2048+64x64x8", bad: 3))
    }
}
