// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Emulation
public import Flash
public import MTD
import Synchronization
public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a live mount says what happens: standard error, a file, or syslog.
public final class MountLog: Sendable {
    public enum Target: Sendable {
        case standardError
        /// Appended to.
        case file(FileDescriptor)
        case syslog
    }

    private let target: Mutex<Target>
    private let told = Mutex<[String: Int]>([:])

    public init(_ target: Target) { self.target = Mutex(target) }

    /// - Throws: `Errno`.
    public static func open(path: String) throws(Errno) -> Target {
        do {
            return .file(
                try FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
                    permissions: [.ownerReadWrite, .groupRead, .otherRead]))
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    /// From now on elsewhere.
    public func move(to new: Target) { target.withLock { $0 = new } }

    public func write(_ text: String) {
        let line = text.replacing("\n", with: " ")
        target.withLock { target in
            switch target {
            case .standardError: _ = try? FileDescriptor.standardError.writeAll(Array("museimg: \(line)\n".utf8))
            case .file(let descriptor): _ = try? descriptor.writeAll(Array("\(Self.now()) \(line)\n".utf8))
            case .syslog: withVaList([]) { vsyslog(LOG_DAEMON | LOG_WARNING, Self.escaped(line), $0) }
            }
        }
    }

    /// An event of the device.
    public func write(_ event: MTDEvent, _ geometry: Geometry) {
        write(event.kind, "\(event)", at: event.page, geometry)
    }

    /// A fault that happened.
    public func write(_ event: FaultEvent, _ geometry: Geometry) {
        write("fault \(event.fault.text)", "fault \(event.words)", at: event.page, geometry)
    }

    /// Events of one kind are told three times, then at each power of two.
    private func write(_ kind: String, _ what: String, at place: PageNumber, _ geometry: Geometry) {
        let count = told.withLock { told in
            told[kind, default: 0] += 1
            return told[kind, default: 0]
        }
        guard count <= 3 || count & (count - 1) == 0 else { return }
        let block = geometry.block(of: place)
        let page = place.rawValue % geometry.pagesPerBlock
        let times = count > 3 ? " (\(count) such events by now)" : ""
        write("\(block) page \(page): \(what)\(times)")
    }

    /// An error as a line of text.
    public static func text(_ error: any Error) -> String { (error as? any Diagnostic)?.message ?? "\(error)" }

    private static func escaped(_ line: String) -> String { line.replacing("%", with: "%%") }

    /// `2026-03-01T12:34:56Z`
    private static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension MTDEvent {
    /// What events are counted by.
    fileprivate var kind: String {
        switch self {
        case .overprogrammed: "overprogrammed"
        case .outOfOrder: "outOfOrder"
        case .uncorrectable: "uncorrectable"
        case .notHeld: "notHeld"
        }
    }
}
