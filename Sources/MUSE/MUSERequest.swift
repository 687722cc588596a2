// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CMUSE

/// A request, taken apart and bounds-checked.
public enum MUSERequest {
    case initialise(minor: Int)
    /// `flags` of ``MUSEFlags``; bytes of data, or of OOB for requests for it.
    case read(address: Int, count: Int, flags: MUSEFlags)
    case write(address: Int, bytes: UnsafeRawBufferPointer, flags: MUSEFlags)
    case erase(address: Int, count: Int)
    case isBad(address: Int)
    case markBad(address: Int)
    case sync
    /// FUSE_READ and FUSE_WRITE: what version 1 has.
    case plainRead(address: Int, count: Int)
    case plainWrite(address: Int, bytes: UnsafeRawBufferPointer)
    /// Says that a caller gave up waiting; wants no reply.
    case interrupt

    /// - Parameter message: header and arguments.
    /// - Throws: ``MUSEProtocolError`` for anything that the protocol has no place for.
    public init(_ message: UnsafeRawBufferPointer, header: MUSEHeader) throws(MUSEProtocolError) {
        let body = UnsafeRawBufferPointer(rebasing: message[MemoryLayout<muse_in_header>.size...])
        switch header.opcode {
        case MUSE_INIT.rawValue:
            let own = try Self.load(muse_init_in.self, body, header)
            guard own.major == MUSE_MAJOR else {
                throw MUSEProtocolError("MUSE_INIT of major version \(own.major), expected 7", code: .version)
            }
            self = .initialise(minor: Int(own.minor))
        case MUSE_READ.rawValue:
            let own = try Self.load(muse_io_in.self, body, header)
            self = .read(
                address: try Self.number(own.addr), count: try Self.number(own.len),
                flags: try MUSEFlags(checking: own.flags))
        case MUSE_WRITE.rawValue:
            let own = try Self.load(muse_io_in.self, body, header, hasBytes: true)
            let bytes = try Self.bytes(behind: muse_io_in.self, body, count: Self.number(own.len))
            self = .write(address: try Self.number(own.addr), bytes: bytes, flags: try MUSEFlags(checking: own.flags))
        case MUSE_ERASE.rawValue:
            let own = try Self.load(muse_erase_in.self, body, header)
            self = .erase(address: try Self.number(own.addr), count: try Self.number(own.len))
        case MUSE_ISBAD.rawValue:
            self = .isBad(address: try Self.number(Self.load(muse_block_in.self, body, header).addr))
        case MUSE_MARKBAD.rawValue:
            self = .markBad(address: try Self.number(Self.load(muse_block_in.self, body, header).addr))
        case MUSE_SYNC.rawValue, MUSE_FUSE_FSYNC.rawValue:
            self = .sync
        case MUSE_FUSE_READ.rawValue:
            let own = try Self.load(muse_v1_io_in.self, body, header)
            self = .plainRead(address: try Self.number(own.offset), count: Int(own.size))
        case MUSE_FUSE_WRITE.rawValue:
            let own = try Self.load(muse_v1_io_in.self, body, header, hasBytes: true)
            let bytes = try Self.bytes(behind: muse_v1_io_in.self, body, count: Int(own.size))
            self = .plainWrite(address: try Self.number(own.offset), bytes: bytes)
        // FUSE_INTERRUPT.
        case 36:
            self = .interrupt
        default:
            throw MUSEProtocolError("opcode \(header.opcode) is not MUSE's", code: .unknownOpcode)
        }
    }

    private static func load<T: BitwiseCopyable>(
        _ type: T.Type, _ body: UnsafeRawBufferPointer, _ header: MUSEHeader, hasBytes: Bool = false
    ) throws(MUSEProtocolError) -> T {
        let size = MemoryLayout<T>.size
        guard hasBytes ? body.count >= size : body.count == size else {
            throw MUSEProtocolError(
                "opcode \(header.opcode) with \(body.count) bytes of arguments, expected \(size)", code: .malformed)
        }
        return body.loadUnaligned(as: type)
    }

    private static func number(_ value: UInt64) throws(MUSEProtocolError) -> Int {
        guard let number = Int(exactly: value) else {
            throw MUSEProtocolError("an address or length of \(value) is on no chip", code: .malformed)
        }
        return number
    }

    private static func bytes<T>(
        behind type: T.Type, _ body: UnsafeRawBufferPointer, count: Int
    ) throws(MUSEProtocolError) -> UnsafeRawBufferPointer {
        let all = UnsafeRawBufferPointer(rebasing: body[MemoryLayout<T>.size...])
        guard all.count == count else {
            throw MUSEProtocolError("a write of \(count) bytes that comes with \(all.count)", code: .malformed)
        }
        return all
    }
}

/// What stands before every request.
public struct MUSEHeader: Sendable, Hashable {
    public var opcode: UInt32
    public var unique: UInt64
    public var pid: UInt32

    /// - Throws: ``MUSEProtocolError`` for a message that is shorter than a header, or has another length than it says.
    public init(_ message: UnsafeRawBufferPointer) throws(MUSEProtocolError) {
        let size = MemoryLayout<muse_in_header>.size
        guard message.count >= size else {
            throw MUSEProtocolError("a request of \(message.count) bytes, a header has \(size)", code: .malformed)
        }
        let own = message.loadUnaligned(as: muse_in_header.self)
        guard own.len == message.count else {
            throw MUSEProtocolError("a request of \(message.count) bytes that says \(own.len)", code: .malformed)
        }
        opcode = own.opcode
        unique = own.unique
        pid = own.pid
    }
}

/// `flags` of a read or write of version 3.
public struct MUSEFlags: Sendable, Hashable {
    /// Which bytes.
    public enum Part: Sendable, Hashable { case data, oobAuto, oobPlace }

    public var part: Part
    public var isRaw: Bool

    /// - Throws: ``MUSEProtocolError`` for unknown bits, and for more or fewer than one kind of bytes. None at all means
    ///   data: version 2 knows no flags.
    init(checking flags: UInt32) throws(MUSEProtocolError) {
        isRaw = flags & UInt32(MUSE_IO_RAW) != 0
        switch flags & ~UInt32(MUSE_IO_RAW) {
        case 0, UInt32(MUSE_IO_INBAND): part = .data
        case UInt32(MUSE_IO_OOB_AUTO): part = .oobAuto
        case UInt32(MUSE_IO_OOB_PLACE): part = .oobPlace
        default: throw MUSEProtocolError("flags of \(flags), expected one of data and OOB", code: .malformed)
        }
    }
}

/// A request that the protocol has no place for.
public struct MUSEProtocolError: Error, Hashable {
    public enum Code: Sendable, Hashable { case malformed, unknownOpcode, version }

    public var message: String
    public var code: Code

    init(_ message: String, code: Code) {
        self.message = message
        self.code = code
    }
}
