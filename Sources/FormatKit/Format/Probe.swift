// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// How sure a format is.
public enum Confidence: Int, Comparable, Sendable, CustomStringConvertible {
    /// Nothing speaks against it.
    case possible
    /// A magic number alone.
    case weak
    /// A magic number and every check of range and structure, or a statistic that chance would not make.
    case likely
    /// A checksum agrees.
    case certain

    public static func < (a: Confidence, b: Confidence) -> Bool { a.rawValue < b.rawValue }

    public var description: String {
        switch self {
        case .possible: "possible"
        case .weak: "weak"
        case .likely: "likely"
        case .certain: "certain"
        }
    }
}

/// An opinion with its reason.
public struct Probe: Sendable {
    public var confidence: Confidence
    /// What speaks for it, in a few words.
    public var reason: String

    public init(_ confidence: Confidence, _ reason: String) {
        self.confidence = confidence
        self.reason = reason
    }
}

/// What a format may look at to form an opinion.
public struct ProbeInput: Sendable {
    /// The first bytes, up to ``headSize``.
    public let head: [UInt8]
    /// The file, for a look at other places.
    public let source: any ByteSource
    /// As the user gave it; nil when the format has to find it.
    public let geometry: GeometrySpec?

    public static let headSize = 64 << 10

    public init(_ source: any ByteSource, geometry: GeometrySpec? = nil) throws {
        self.source = source
        self.geometry = geometry
        head = try source.bytes(at: 0, count: ProbeInput.headSize)
    }

    /// Whether the head begins with these bytes.
    public func starts(with magic: [UInt8]) -> Bool { head.starts(with: magic) }

    /// The extension of the file's name in lower case, without the dot.
    public var fileExtension: String {
        let last = source.name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
        return last[last.index(after: dot)...].lowercased()
    }
}
