// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CMUSE
import Flash
import FormatKit
import MTD
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What one thread of a server does: takes a request, does it, sends the reply. Nothing is made per request.
///
/// One of the few places that hold raw memory.
final class MUSELoop: @unchecked Sendable {
    private let server: MUSEServer
    private let connection: MUSEConnection
    private let room: MTDRoom
    private let buffer: UnsafeMutableRawBufferPointer
    /// Of a reply: header, arguments, and bytes in as many pieces as Linux takes at once.
    private let parts = UnsafeMutableBufferPointer<iovec>.allocate(capacity: 1024)
    /// How many of them, the header's with them.
    private var used = 1
    private var unique: UInt64 = 0
    /// What will be asked for next, where that can be guessed.
    private var ahead: (address: Int, count: Int)?

    init(_ server: MUSEServer, _ connection: MUSEConnection) {
        self.server = server
        self.connection = connection
        room = MTDRoom(for: server.device, capacity: server.parameters.maxTransfer)
        // The largest request is a write of version 1.
        let largest =
            MemoryLayout<muse_in_header>.size + MemoryLayout<muse_v1_io_in>.size + server.parameters.maxTransfer
        buffer = .allocate(byteCount: max(Int(MUSE_MIN_READ_BUFFER), largest), alignment: 4096)
    }

    deinit {
        buffer.deallocate()
        parts.deallocate()
    }

    func run() {
        while !server.isStopped {
            switch connection.receive(into: buffer) {
            case .bytes(let count):
                let ticket = server.took()
                handle(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                lookAhead(ticket)
            case .interrupted: continue
            case .closed: return server.stop()
            case .failed(let errno):
                server.log("reading from the driver: \(errno)")
                return server.stop()
            }
        }
    }

    private func handle(_ message: UnsafeRawBufferPointer) {
        do throws(MUSEProtocolError) {
            let header = try MUSEHeader(message)
            unique = header.unique
            do throws(MUSEProtocolError) {
                answer(try MUSERequest(message, header: header))
            } catch {
                // What nobody knows is refused; what is broken is an error of its own.
                server.log("request of the driver: \(error.message)")
                reply(error: error.code == .unknownOpcode ? .noFunction : .invalidArgument)
            }
        } catch {
            server.log("request of the driver: \(error.message); nobody to answer")
        }
    }

    private func answer(_ request: MUSERequest) {
        do {
            switch request {
            case .initialise(let minor): initialise(minor: minor)
            case .read(let address, let count, let flags):
                let result = try read(address, count, flags)
                count1(server.counters.reads)
                var out = muse_io_out(
                    len: UInt64(count), soft_error: softError(result, flags),
                    bitflips: UInt32(clamping: result.bitflips))
                reply(&out, result)
                if flags == .plain { follow(address, count) }
            case .write(let address, let bytes, let flags):
                try write(address, bytes, flags)
                var out = muse_io_out(len: UInt64(bytes.count), soft_error: 0, bitflips: 0)
                reply(&out)
            case .erase(let address, let count):
                try server.device.erase(at: address, count: count)
                count1(server.counters.erases)
                reply()
            case .isBad(let address):
                var out = muse_isbad_out(result: try server.device.isBad(at: address) ? 1 : 0, padding: 0)
                reply(&out)
            case .markBad(let address):
                try server.device.markBad(at: address)
                reply()
            case .sync:
                try server.device.sync()
                reply()
            case .plainRead(let address, let count):
                let flags = MUSEFlags.plain
                let result = try read(address, count, flags)
                count1(server.counters.reads)
                // Version 1 has no way to tell of errors that come with data; the device's events do.
                _ = softError(result, flags)
                reply(result)
                follow(address, count)
            case .plainWrite(let address, let bytes):
                try write(address, bytes, .plain)
                var out = muse_v1_write_out(size: UInt32(clamping: bytes.count), padding: 0)
                reply(&out)
            case .interrupt: break
            }
        } catch {
            count1(server.counters.failures)
            server.log("\(Self.text(error))")
            reply(error: Self.errno(error))
        }
    }

    private func initialise(minor: Int) {
        let isOld = minor < MUSE_MINOR_V3
        guard minor >= MUSE_MINOR_V1 else {
            return server.refuse("the driver speaks MUSE 7.\(minor), 7.33 is the oldest known")
        }
        guard !isOld || server.parameters.fitsVersion1 else {
            server.refuse("the driver speaks MUSE version 1, which ends at 4 GiB")
            return reply(error: .invalidArgument)
        }
        guard let page = server.parameters.page(minor: minor) else {
            server.refuse("the partitions do not fit a page of parameters")
            return reply(error: .invalidArgument)
        }
        let most = UInt32(clamping: server.parameters.maxTransfer)
        var out = muse_init_out(
            major: UInt32(MUSE_MAJOR),
            minor: UInt32(isOld ? MUSE_MINOR_V1 : MUSE_MINOR_V3), max_read: most, max_write: most
        )
        page.withUnsafeBytes { bytes in
            withUnsafeBytes(of: &out) { add($0) }
            add(bytes)
            reply()
        }
    }

    private func read(_ address: Int, _ count: Int, _ flags: MUSEFlags) throws -> MTDRead {
        let mode: ReadMode = flags.isRaw ? .raw : .corrected
        server.counters.bytesRead.wrappingAdd(count, ordering: .relaxed)
        return switch flags.part {
        case .data: try server.device.readPieces(at: address, count: count, mode: mode, room)
        case .oobAuto: try server.device.readOOB(at: address, count: count, .auto, mode, room)
        case .oobPlace: try server.device.readOOB(at: address, count: count, .place, mode, room)
        }
    }

    /// Notes a read of data, which may be one of many that follow each other.
    private func follow(_ address: Int, _ count: Int) {
        let isNext = server.nextAddress.exchange(address + count, ordering: .relaxed) == address
        ahead = isNext && count >= Self.leastAhead ? (address + count, count) : nil
    }

    /// Checks what will be asked for next while the one who asks is busy with the reply, until another request comes.
    private func lookAhead(_ ticket: Int) {
        guard let (address, count) = ahead else { return }
        ahead = nil
        server.device.lookAhead(at: address, count: count, room) { server.tickets == ticket && !server.isStopped }
    }

    /// Bytes of a request from which on looking ahead pays: the kernel has to copy about as long as that takes.
    private static let leastAhead = 16 << 10

    private func write(_ address: Int, _ bytes: UnsafeRawBufferPointer, _ flags: MUSEFlags) throws {
        let mode: ReadMode = flags.isRaw ? .raw : .corrected
        switch flags.part {
        case .data: try server.device.program(at: address, bytes, mode: mode, room)
        case .oobAuto: try server.device.programOOB(at: address, bytes, .auto, mode, room)
        case .oobPlace: try server.device.programOOB(at: address, bytes, .place, mode, room)
        }
        count1(server.counters.writes)
        server.counters.bytesWritten.wrappingAdd(bytes.count, ordering: .relaxed)
    }

    /// An error that comes with data, as the wire has it.
    private func softError(_ result: MTDRead, _ flags: MUSEFlags) -> UInt32 {
        guard !flags.isRaw else { return 0 }
        if result.isUncorrectable {
            count1(server.counters.uncorrectableReads)
            return UInt32(bitPattern: -Errno.badMessage.rawValue)
        }
        let threshold = server.parameters.shape.bitflipThreshold
        guard threshold > 0, result.bitflips >= threshold else { return 0 }
        count1(server.counters.bitflipReads)
        return UInt32(bitPattern: -Self.needsCleaning)
    }

    /// EUCLEAN.
    private static let needsCleaning: CInt = 117

    private func count1(_ counter: borrowing Atomic<Int>) { counter.wrappingAdd(1, ordering: .relaxed) }

    /// Puts bytes into the reply.
    private func add(_ bytes: UnsafeRawBufferPointer) {
        parts[used] = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
        used += 1
    }

    private func add(_ read: MTDRead) {
        guard let pieces = read.pieces else { return add(read.bytes) }
        for piece in pieces { add(piece) }
    }

    private func reply<T: BitwiseCopyable>(_ arguments: inout T, _ read: MTDRead? = nil) {
        withUnsafeBytes(of: &arguments) {
            add($0)
            if let read { add(read) }
            reply()
        }
    }

    private func reply(_ read: MTDRead) {
        add(read)
        reply()
    }

    /// Sends what was added, or an error.
    private func reply(error: Errno? = nil) {
        let refused = connection.send(
            unique: unique, error: -(error?.rawValue ?? 0),
            UnsafeMutableBufferPointer(rebasing: parts[..<(error == nil ? used : 1)]))
        used = 1
        // Whoever asked may have given up, and a driver that lets go of the MTD wants no more replies.
        if let refused, refused != .noSuchFileOrDirectory, refused != .deviceGone {
            server.log("the driver refused a reply: \(refused)")
        }
    }

    /// Between 1 and 511: beyond that, drivers refuse the reply and the caller hangs.
    private static func errno(_ error: any Error) -> Errno {
        if let failure = error as? IOFailure, (1...511).contains(failure.errno.rawValue) { return failure.errno }
        guard let error = error as? FlashError else { return .ioError }
        return switch error.code {
        case .outOfRange, .wrongLength: .invalidArgument
        case .readOnly: .readOnlyFileSystem
        case .uncorrectable: .badMessage
        default: .ioError
        }
    }

    private static func text(_ error: any Error) -> String {
        (error as? any Diagnostic)?.message ?? "\(error)"
    }
}

extension Errno {
    /// ENODEV.
    fileprivate static let deviceGone = Errno(rawValue: 19)
}

extension MUSEFlags {
    /// Data through ECC: all that version 1 knows.
    static let plain = MUSEFlags(part: .data, isRaw: false)

    private init(part: Part, isRaw: Bool) {
        self.part = part
        self.isRaw = isRaw
    }
}
