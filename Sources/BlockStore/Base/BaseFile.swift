// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FormatKit

/// A file of a base as it was when the store was made.
public struct BaseFile: Sendable, Hashable {
    /// As in ``StoreDescription/base``.
    public var path: String
    /// In bytes.
    public var size: Int
    /// Of all of it, as sha256sum prints it.
    public var sha256: String
    /// SHA-256 of its ``samples(of:)``, one behind the other.
    public var sampled: String

    /// Reads all of `source`.
    public init(_ source: any ByteSource, path: String) throws {
        self.path = path
        size = source.size
        sha256 = try source.sha256(of: CollectionOfOne(0..<source.size))
        sampled = try source.sha256(of: Self.samples(of: source.size))
    }

    /// What is looked at each time a store is opened: 64 stretches of 4096 bytes, the first and the last among them.
    static func samples(of size: Int) -> [Range<Int>] {
        let (count, length) = (64, 4096)
        guard size > count * length else { return [0..<size] }
        return (0..<count).map { i in
            let (last, steps) = (size - length, count - 1)
            // last * i / steps, that does not overflow.
            let start = last / steps * i + last % steps * i / steps
            return start..<(start + length)
        }
    }

    /// - Parameter isThorough: look at all of it.
    /// - Throws: ``StoreError`` (`baseChanged`) that says what is not as it was, ``IOFailure``.
    func check(_ source: any ByteSource, isThorough: Bool, store: String) throws {
        func changed(_ how: String) -> StoreError {
            StoreError(
                .baseChanged, "\(store): its base \(source.name) \(how)",
                hint: "a store holds changes of the very bytes that it was made from: bring them back, and name their "
                    + "place as in store,base=FILE:\(store)")
        }
        guard source.size == size else {
            throw changed(
                "has \(source.size) bytes, it had \(size): it has \(source.size > size ? "grown" : "shrunk") since")
        }
        if isThorough {
            guard try source.sha256(of: CollectionOfOne(0..<size)) == sha256 else {
                throw changed("has other bytes than it had (SHA-256)")
            }
        } else if try source.sha256(of: Self.samples(of: size)) != sampled {
            throw changed("has other bytes than it had (SHA-256 of 64 samples)")
        }
    }

    /// `SIZE SHA256 SAMPLED PATH`
    var text: String { "\(size) \(sha256) \(sampled) \(path)" }

    init?(parsing text: String) {
        let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let size = Int(parts[0]), size >= 0 else { return nil }
        (self.size, sha256, sampled, path) = (size, String(parts[1]), String(parts[2]), String(parts[3]))
    }
}
