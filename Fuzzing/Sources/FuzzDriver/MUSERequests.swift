// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import Flash
import MTD
import MUSE

/// Messages of a driver, taken apart and done on a small chip.
public enum MUSERequests {
    /// Cuts the input into messages: two bytes give the length of each.
    public static func answer(_ bytes: [UInt8]) throws {
        let geometry = try Geometry(pageSize: 512, oobSize: 16, pagesPerBlock: 4, blockCount: 4)
        let device = MTDDevice(
            BlockStore(blank: geometry), plan: nil, shape: try MTDShape(geometry, plan: nil, isWritable: true))
        let room = MTDRoom(for: device, capacity: 4096)
        var rest = bytes[...]
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
            let message = Array(rest.dropFirst(2).prefix(length))
            rest = rest.dropFirst(2 + length)
            // What is refused leaves the chip as it is; the next one is as good as any.
            message.withUnsafeBytes { try? act($0, device, room) }
        }
    }

    private static func act(_ message: UnsafeRawBufferPointer, _ device: MTDDevice, _ room: MTDRoom) throws {
        switch try MUSERequest(message, header: MUSEHeader(message)) {
        case .read(let address, let count, let flags):
            let mode: ReadMode = flags.isRaw ? .raw : .corrected
            let read =
                flags.part == .data
                ? try device.read(at: address, count: count, mode: mode, room)
                : try device.readOOB(at: address, count: count, flags.part == .oobAuto ? .auto : .place, mode, room)
            precondition(read.bytes.count == count)
        case .write(let address, let bytes, let flags):
            let mode: ReadMode = flags.isRaw ? .raw : .corrected
            if flags.part == .data {
                try device.program(at: address, bytes, mode: mode, room)
            } else {
                try device.programOOB(at: address, bytes, flags.part == .oobAuto ? .auto : .place, mode, room)
            }
        case .plainRead(let address, let count):
            let read = try device.read(at: address, count: count, mode: .corrected, room)
            precondition(read.bytes.count == count)
        case .plainWrite(let address, let bytes): try device.program(at: address, bytes, mode: .corrected, room)
        case .erase(let address, let count): try device.erase(at: address, count: count)
        case .isBad(let address): _ = try device.isBad(at: address)
        case .markBad(let address): try device.markBad(at: address)
        case .initialise, .sync, .interrupt: break
        }
    }
}
