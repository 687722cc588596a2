// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What is asked of a live mount.
public struct ControlRequest: Codable, Sendable, Hashable {
    public enum Verb: String, Codable, Sendable { case umount, status }

    public var verb: Verb
    /// Lets go of what is in use.
    public var force: Bool

    public init(_ verb: Verb, force: Bool = false) {
        self.verb = verb
        self.force = force
    }
}

/// What a live mount says.
public struct ControlReply: Codable, Sendable, Hashable {
    public enum Status: String, Codable, Sendable { case done, losses, busy, failed }

    public var status: Status
    /// For people; empty when there is nothing to say.
    public var message: String
    /// Counters by name.
    public var counters: [String: Int]

    public init(_ status: Status, _ message: String = "", counters: [String: Int] = [:]) {
        self.status = status
        self.message = message
        self.counters = counters
    }
}

/// One message each way over a socket in the run folder.
enum ControlSocket {
    /// Bytes that a message may have.
    static let limit = 65536

    static func address(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    static func with<T>(_ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    static func make() -> Int32 { socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0) }

    static func send(_ value: some Encodable, _ descriptor: Int32) {
        guard let bytes = try? JSONEncoder().encode(value) else { return }
        // Whoever asked may be gone: then there is nobody to tell.
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    static func receive<T: Decodable>(_ type: T.Type, _ descriptor: Int32) -> T? {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return try? JSONDecoder().decode(type, from: Data(buffer[..<count]))
    }
}

/// The end of a live mount.
final class ControlListener {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(MountError) {
        self.path = path
        descriptor = ControlSocket.make()
        guard descriptor >= 0, let address = ControlSocket.address(path) else {
            throw MountError(.failed, "\(path): no socket can be there")
        }
        unlink(path)
        guard ControlSocket.with(address, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 8) == 0 else {
            throw MountError(.failed, "\(path): \(Errno(rawValue: errno))")
        }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Waits for one request and answers it.
    func serve(milliseconds: Int32, _ answer: (ControlRequest) -> ControlReply) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return }
        let peer = accept(descriptor, nil, nil)
        guard peer >= 0, fcntl(peer, F_SETFD, FD_CLOEXEC) == 0 else { return }
        defer { close(peer) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard let request = ControlSocket.receive(ControlRequest.self, peer) else { return }
        ControlSocket.send(answer(request), peer)
    }
}

extension RunFolder {
    /// Asks a live mount, and waits for its answer.
    ///
    /// - Throws: ``MountError`` (`failed`) when it does not answer.
    public func ask(_ record: MountRecord, _ request: ControlRequest) throws(MountError) -> ControlReply {
        let path = socketPath(record.pid)
        let descriptor = ControlSocket.make()
        defer { close(descriptor) }
        guard descriptor >= 0, let address = ControlSocket.address(path),
            ControlSocket.with(address, { connect(descriptor, $0, $1) }) == 0
        else {
            throw MountError(
                .failed,
                "\(record.place): its server (process \(record.pid)) does not answer: \(Errno(rawValue: errno))")
        }
        ControlSocket.send(request, descriptor)
        guard let reply = ControlSocket.receive(ControlReply.self, descriptor) else {
            throw MountError(.failed, "\(record.place): its server (process \(record.pid)) ended without an answer")
        }
        return reply
    }
}
