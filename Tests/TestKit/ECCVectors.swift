// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The vectors of `fixtures/ecc/ecc-vectors.json`: parities that independent implementations computed.
public struct ECCVectors: Sendable {
    public struct Group: Sendable {
        public let id: String
        /// `encode`, `decode`, `page`, `constant`, ...
        public let kind: String
        public let params: JSONValue
        public let vectors: [JSONValue]

    }

    public let groups: [Group]
    /// Names of the inputs, with the SHA-256 of each.
    public let digests: [String: String]

    public static let all = Result { try ECCVectors() }

    private init() throws {
        let file = try JSONValue(parsing: String(decoding: try Fixture.bytes("ecc/ecc-vectors.json"), as: UTF8.self))
        groups = (file["groups"]?.items ?? []).compactMap { group in
            guard let id = group["id"]?.text, let kind = group["kind"]?.text, let params = group["params"],
                let vectors = group["vectors"]?.items
            else { return nil }
            return Group(id: id, kind: kind, params: params, vectors: vectors)
        }
        guard case .object(let inputs)? = file["inputs"] else { throw Missing(name: "inputs") }
        digests = inputs.compactMapValues { $0["sha256"]?.text }
    }

    /// The groups whose kind and parameters a test is about; empty when the file cannot be read.
    public static func groups(where isWanted: (Group) -> Bool) -> [Group] {
        ((try? all.get())?.groups ?? []).filter(isWanted)
    }

    /// The group of that name.
    public static func group(_ id: String) throws -> Group {
        guard let group = try all.get().groups.first(where: { $0.id == id }) else { throw Missing(name: id) }
        return group
    }

    /// The bytes of a named input such as `inc-512` or `sha-omap-2048`; the length comes last in the name.
    public static func input(_ name: String) throws -> [UInt8] {
        guard let dash = name.lastIndex(of: "-"), let count = Int(name[name.index(after: dash)...]) else {
            throw Missing(name: name)
        }
        let pattern = name[..<dash]
        switch pattern {
        case "00": return [UInt8](repeating: 0, count: count)
        case "ff": return [UInt8](repeating: 0xFF, count: count)
        case "inc": return (0..<count).map { UInt8($0 % 256) }
        case "aa55": return (0..<count).map { $0 % 2 == 0 ? 0xAA : 0x55 }
        case "first1": return (0..<count).map { $0 == 0 ? 1 : 0 }
        case "last80": return (0..<count).map { $0 == count - 1 ? 0x80 : 0 }
        case "onebit": return (0..<count).map { $0 == 0xA5 ? 8 : 0 }
        default:
            guard pattern.hasPrefix("sha") else { throw Missing(name: name) }
            return stream("museimg" + pattern.dropFirst(3), count: count)
        }
    }

    /// The first bytes of SHA256(label || be32(0)) || SHA256(label || be32(1)) ...
    public static func stream(_ label: String, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var counter: UInt32 = 0
        while bytes.count < count {
            bytes += SHA256.digest(Array(label.utf8) + withUnsafeBytes(of: counter.bigEndian, Array.init))
            counter += 1
        }
        return Array(bytes.prefix(count))
    }

    /// Bytes of hexadecimal digits; nil where there are others.
    public static func bytes(hex: String?) -> [UInt8]? {
        guard let hex, hex.count % 2 == 0 else { return nil }
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// Bytes as hexadecimal digits.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// SHA-256 in hexadecimal.
    public static func digest(_ bytes: [UInt8]) -> String { hex(SHA256.digest(bytes)) }

    private struct Missing: Error { let name: String }
}
