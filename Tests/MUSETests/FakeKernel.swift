// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BlockStore
import CMUSE
import Flash
import FormatKit
import Glibc
import MTD
import MUSE
import Synchronization
import SystemPackage

/// The kernel's end of a connection, over a pair of sockets that keep the bounds of messages as /dev/muse does.
final class FakeKernel {
    let server: MUSEServer
    private let descriptor: Int32
    private let thread: WorkerThread
    private var unique: UInt64 = 2

    /// What the server wrote to its log.
    let logged: @Sendable () -> [String]

    init(_ device: MTDDevice, partitions: String? = nil, maxTransfer: Int = 65536) throws {
        final class Lines: Sendable { let all = Mutex<[String]>([]) }
        let lines = Lines()
        logged = { lines.all.withLock { $0 } }
        let server = MUSEServer(
            device, MUSEParameters(name: "chip", shape: device.shape, maxTransfer: maxTransfer, partitions: partitions)
        ) { line in lines.all.withLock { $0.append(line) } }
        self.server = server
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0 else { throw Errno(rawValue: errno) }
        var size: Int32 = 4 << 20
        for end in ends { setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, 4) }
        descriptor = ends[0]
        let connection = MUSEConnection(descriptor: FileDescriptor(rawValue: ends[1]))
        thread = try WorkerThread { server.serve(connection, threads: 3) }
    }

    deinit {
        close(descriptor)
        thread.join()
    }

    struct Reply: Equatable {
        var unique: UInt64
        var error: Int32
        var body: [UInt8]

        func load<T: BitwiseCopyable>(_ type: T.Type) -> T { body.withUnsafeBytes { $0.loadUnaligned(as: type) } }
        func bytes(behind size: Int) -> [UInt8] { Array(body.dropFirst(size)) }
    }

    func send(raw message: [UInt8]) { _ = Glibc.send(descriptor, message, message.count, 0) }

    func receive() -> Reply? {
        var buffer = [UInt8](repeating: 0, count: 4 << 20)
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 5000) > 0 else { return nil }
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 16 else { return nil }
        let header = buffer.withUnsafeBytes { $0.loadUnaligned(as: muse_out_header.self) }
        guard Int(header.len) == count else { return nil }
        return Reply(unique: header.unique, error: header.error, body: Array(buffer[16..<count]))
    }

    /// Sends a request and waits for its reply.
    func ask(_ opcode: muse_opcode, _ arguments: [UInt8] = []) throws -> Reply {
        let own = send(opcode.rawValue, arguments)
        guard let reply = receive(), reply.unique == own else { throw Errno.brokenPipe }
        return reply
    }

    @discardableResult
    func send(_ opcode: UInt32, _ arguments: [UInt8]) -> UInt64 {
        unique += 2
        let header = muse_in_header(
            len: UInt32(40 + arguments.count), opcode: opcode, unique: unique, nodeid: 1, uid: 0, gid: 0, pid: 77,
            padding: 0xDEAD)
        send(raw: FakeKernel.bytes(header) + arguments)
        return unique
    }

    static func bytes<T: BitwiseCopyable>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

    static func io(_ address: Int, _ count: Int, _ flags: UInt32) -> [UInt8] {
        bytes(muse_io_in(addr: UInt64(bitPattern: Int64(address)), len: UInt64(count), flags: flags, padding: 0))
    }

    static func plain(_ address: Int, _ count: Int) -> [UInt8] {
        bytes(
            muse_v1_io_in(
                fh: 0, offset: UInt64(address), size: UInt32(count), io_flags: 2, lock_owner: 0x1234_5678, flags: 2,
                padding: 0))
    }
}
