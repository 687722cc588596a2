// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

internal import CMUSE
public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One open `/dev/muse`: a driver at the other end, and at most one MTD.
///
/// A pair of sockets that keep the bounds of messages serves as well.
public final class MUSEConnection: Sendable {
    public static let devicePath = "/dev/muse"

    private let descriptor: Int32

    /// Takes over an open descriptor, which it closes in the end.
    public init(descriptor: FileDescriptor) { self.descriptor = descriptor.rawValue }

    /// Opens the driver's device.
    ///
    /// - Throws: `Errno`: ENOENT and ENXIO without a driver, EPERM and EACCES without the right to use it.
    public convenience init(path: String = MUSEConnection.devicePath) throws(Errno) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        self.init(descriptor: FileDescriptor(rawValue: descriptor))
    }

    deinit { close(descriptor) }

    /// What came of waiting for a request.
    enum Received {
        case bytes(Int)
        /// A signal came.
        case interrupted
        /// The other end is gone.
        case closed
        case failed(Errno)
    }

    /// Waits for one request.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Received {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 { return .bytes(count) }
        if count == 0 { return .closed }
        switch errno {
        // A request that was taken back before it could be read.
        case EINTR, ENOENT: return .interrupted
        case ENODEV, ECONNRESET: return .closed
        default: return .failed(Errno(rawValue: errno))
        }
    }

    /// Sends one reply.
    ///
    /// - Parameter parts: the first is room for the header, the others what follows it.
    /// - Returns: the error of the driver, nil when it took the reply. ENOENT: nobody waits for it any more.
    func send(unique: UInt64, error: Int32, _ parts: UnsafeMutableBufferPointer<iovec>) -> Errno? {
        let size = parts.dropFirst().reduce(MemoryLayout<muse_out_header>.size) { $0 + $1.iov_len }
        var header = muse_out_header(len: UInt32(clamping: size), error: error, unique: unique)
        return withUnsafeMutableBytes(of: &header) { header in
            parts[0] = iovec(iov_base: header.baseAddress, iov_len: header.count)
            while writev(descriptor, parts.baseAddress, Int32(parts.count)) < 0 {
                guard errno == EINTR else { return Errno(rawValue: errno) }
            }
            return nil
        }
    }

    /// What the driver says to taking the MTD away.
    public enum Unregistered: Sendable, Hashable {
        case done
        /// Somebody uses it.
        case busy
        /// The driver knows nothing of it: closing the connection is the only way.
        case unsupported
    }

    /// Takes the MTD away, unless it is in use.
    ///
    /// Requests may come meanwhile: not to be called by a thread that serves them.
    public func unregister() -> Unregistered {
        guard ioctl(descriptor, UInt(MUSE_IOC_UNREGISTER_VALUE), 0) != 0 else { return .done }
        return errno == EBUSY ? .busy : .unsupported
    }

    /// How far the driver is with the MTD.
    public enum Registered: Sendable, Hashable {
        /// The number of its device.
        case done(Int)
        case notYet
        /// It refused, or gave up.
        case failed
        /// The driver does not say.
        case unsupported
    }

    public func registered() -> Registered {
        var number: UInt32 = 0
        guard ioctl(descriptor, UInt(MUSE_IOC_MTD_VALUE), &number) != 0 else { return .done(Int(number)) }
        switch errno {
        case EAGAIN: return .notYet
        case ENODEV: return .failed
        default: return .unsupported
        }
    }
}
