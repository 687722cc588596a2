// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// What all formats have: a name, and an opinion of bytes.
public protocol Format: Sendable {
    var info: FormatInfo { get }

    /// What speaks for the bytes being of this format; nil when nothing does.
    ///
    /// - Throws: only what reading the source throws; bytes that make no sense are no error here.
    func probe(_ input: ProbeInput) throws -> Probe?
}

/// A format whose files are images of flash.
public protocol ImageFormat: Format {
    /// Opens the image that `input` holds. Reads as little as the format allows.
    ///
    /// - Throws: ``FormatError`` with an offset, ``UsageError`` for options, ``IOFailure``.
    func open(_ input: FormatInput) throws -> any RawImage

    /// Begins to write an image.
    ///
    /// - Throws: ``UsageError`` for options, ``FormatError`` (`unsupported`) for what the format cannot hold.
    func makeWriter(_ output: FormatOutput) throws -> any ImageWriter
}

/// A format around other files: compression, an archive.
public protocol WrapperFormat: Format {
    /// Lists what is inside, as far as damage lets it.
    ///
    /// - Throws: ``FormatError`` with an offset, when nothing can be listed or a limit is reached.
    func parts(_ input: FormatInput) throws -> [WrappedPart]

    /// A sink that wraps what it is given into `outer`; the caller finishes it, it finishes `outer`.
    ///
    /// - Parameter name: what the file inside is to be called, where the format has names.
    func makeSink(around outer: any ByteSink, options: OptionReader, name: String) throws -> any ByteSink
}

/// One regular file inside a wrapper.
public struct WrappedPart: Sendable {
    public var name: String
    /// Expanded, in bytes; nil where only expanding tells.
    public var size: Int?
    /// What was noticed while listing: damage that may hide other files, not this one's.
    public var findings: [Finding] = []
    /// Expands it, as far as damage lets it.
    ///
    /// Throws ``FormatError`` when not a byte comes out, or when a limit is reached.
    public var open: @Sendable () throws -> ExpandedPart

    public init(name: String, size: Int? = nil, open: @escaping @Sendable () throws -> ExpandedPart) {
        self.name = name
        self.size = size
        self.open = open
    }
}

/// What came out of a wrapper.
public struct ExpandedPart: Sendable {
    public var source: any ByteSource
    /// Why not all came out, or why it may be wrong; its offset is in the wrapper's file. Nil when all is well.
    public var damage: Finding?

    public init(_ source: any ByteSource, damage: Finding? = nil) {
        self.source = source
        self.damage = damage
    }
}

/// What a format is given to open.
public struct FormatInput: Sendable {
    public var source: any ByteSource
    public var options: OptionReader
    /// As the user gave it (`-g`); an option `geometry=` of the format goes before it.
    public var geometry: GeometrySpec?
    /// What ``geometry`` is to be told as.
    public var geometryOrigin = GeometryOrigin.given
    public var limits: ExpansionLimits
    /// Opens a second file that an option names.
    public var openCompanion: @Sendable (_ path: String) throws -> any ByteSource
    /// Opens another image, which this one is a change of.
    public var openImage: @Sendable (_ spec: ImageSpec, _ geometry: GeometrySpec?) throws -> OpenedImage = { spec, _ in
        throw FormatError(.unsupported, name: spec.path, "no other image is opened here")
    }

    public init(
        source: any ByteSource, options: OptionReader, geometry: GeometrySpec? = nil,
        limits: ExpansionLimits = ExpansionLimits(),
        openCompanion: @escaping @Sendable (_ path: String) throws -> any ByteSource
    ) {
        self.source = source
        self.options = options
        self.geometry = geometry
        self.limits = limits
        self.openCompanion = openCompanion
    }
}

/// What a format is given to write to.
public struct FormatOutput {
    /// The chip as the source shows it; its OOB size is 0 when the source holds no OOB.
    public var geometry: Geometry
    /// Bytes of OOB that the chip is known to have though the source does not hold them; 0 when unknown.
    public var chipOOBSize: Int
    public var options: OptionReader
    public var sink: any ByteSink
    /// Begins a second file that an option names; it is put in its place together with the first.
    public var makeCompanion: (_ path: String) throws -> any ByteSink

    public init(
        geometry: Geometry, chipOOBSize: Int = 0, options: OptionReader, sink: any ByteSink,
        makeCompanion: @escaping (_ path: String) throws -> any ByteSink
    ) {
        self.geometry = geometry
        self.chipOOBSize = chipOOBSize
        self.options = options
        self.sink = sink
        self.makeCompanion = makeCompanion
    }
}

/// Bounds on what a wrapper may expand to.
public struct ExpansionLimits: Sendable {
    /// Bytes of one expanded file.
    public var maxBytes = 64 << 30
    /// Expanded bytes for each stored byte, counted once ``ratioFrom`` bytes are expanded.
    public var maxRatio = 1000
    public var ratioFrom = 1 << 30
    /// Wrappers in wrappers.
    public var maxDepth = 8
    /// Files listed in an archive.
    public var maxMembers = 65536

    public init() {}
}
