// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash
import Synchronization

/// Opens an IMAGE: unwraps, asks the formats, and ends at the pages.
public struct ImageOpener: Sendable {
    public let registry: FormatRegistry
    public var limits = ExpansionLimits()
    /// Options for the image's own format, where it has them and the user says nothing of them.
    public var defaults: [FormatSpec.Option] = []

    /// Where a geometry that is handed in comes from.
    public var geometryOrigin = GeometryOrigin.given

    /// How many images it is inside: an image may be the base of another.
    private var depth = 0

    public init(registry: FormatRegistry) { self.registry = registry }

    /// - Parameter geometry: as the user gave it; nil when it has to be found.
    /// - Throws: ``IOFailure``, ``FormatError`` with an offset, ``UsageError``.
    public func open(_ spec: ImageSpec, geometry: GeometrySpec? = nil) throws -> OpenedImage {
        var spec = spec
        if let last = spec.formats.last, let format = registry.format(named: last.name) as? any PointedFormat,
            let (path, point) = format.point(in: spec.path)
        {
            spec.path = path
            spec.formats[spec.formats.count - 1].options.append(point)
        }
        if let first = spec.formats.first, let format = registry.format(named: first.name) as? any SourcelessFormat {
            let input = input(MemorySource([], name: spec.path), first, geometry, Companions())
            try input.options.checkKeys(format.info)
            let link = OpenedImage.Link(format: first.name, reason: "as you said", confidence: .certain, spec: first)
            return OpenedImage(image: try format.open(input), chain: [link], file: input.source, content: input.source)
        }
        return try open(try FileOpening.source(path: spec.path), formats: spec.formats, geometry: geometry)
    }

    /// - Parameter formats: what the user named, from the outside in.
    public func open(
        _ file: any ByteSource, formats: [FormatSpec] = [], geometry: GeometrySpec? = nil
    ) throws -> OpenedImage {
        var source = file
        var named = formats[...]
        var chain: [OpenedImage.Link] = []
        var findings: [Finding] = []
        var damaged = 0
        let companions = Companions()
        while true {
            guard chain.count <= limits.maxDepth else {
                throw FormatError(
                    .tooLarge, name: file.name, at: 0, "more than \(limits.maxDepth) wrappers around each other")
            }
            var (format, spec, link) = try choose(source, named.first, geometry)
            if spec == named.first { named = named.dropFirst() }
            if !(format is any WrapperFormat) { spec = completed(spec, format.info) }
            link.spec = spec
            chain.append(link)
            let input = input(source, spec, geometry, companions)
            try input.options.checkKeys(format.info)
            if let wrapper = format as? any WrapperFormat {
                let part = try pick(from: try wrapper.parts(input), input, chain, file)
                chain[chain.count - 1].member = part.name.isEmpty ? nil : part.name
                let expanded = try part.open()
                if expanded.damage != nil { damaged += 1 }
                findings += noticed(of: part, expanded, in: source, isOutermost: chain.count == 1)
                source = expanded.source
            } else if let format = format as? any ImageFormat {
                let image = try format.open(input)
                if image.isDamaged { damaged += 1 }
                return OpenedImage(
                    image: image, chain: chain, file: file, content: source,
                    wrapperFindings: findings,
                    damagedWrappers: damaged, companions: companions.all.withLock { $0 })
            }
        }
    }

    /// Damage of a wrapper, in words that fit the file that the user knows.
    private func noticed(
        of part: WrappedPart, _ expanded: ExpandedPart, in source: any ByteSource, isOutermost: Bool
    ) -> [Finding] {
        // What cuts the part short often cuts the list of parts short as well.
        let listing = part.findings.filter { expanded.damage == nil || $0.offset != expanded.damage?.offset }
        let all = (expanded.damage.map { [$0] } ?? []) + listing
        guard !isOutermost else { return all }
        return all.map { finding in
            var finding = finding
            finding.message = "in '\(source.name)': \(finding.message)"
            if let offset = finding.offset { finding.message += ", at \(ByteCount.hex(offset)) of it" }
            finding.offset = nil
            return finding
        }
    }

    /// The named format, or a wrapper that is certainly around it, or the surest of all.
    private func choose(
        _ source: any ByteSource, _ named: FormatSpec?, _ geometry: GeometrySpec?
    ) throws -> (any Format, FormatSpec, OpenedImage.Link) {
        let input = try ProbeInput(source, geometry: geometry)
        if let named {
            let format = try registry.require(named.name)
            if !(format is any WrapperFormat), let (wrapper, probe) = try certainWrapper(input) {
                return (wrapper, FormatSpec(wrapper.info.name), link(wrapper, probe))
            }
            return (format, named, link(format, Probe(.certain, "as you said")))
        }
        guard let (format, probe) = try best(input) else {
            if source.size == 0 { throw FormatError(.empty, name: source.name, at: 0, "holds no bytes") }
            throw FormatError(.badMagic, name: source.name, at: 0, "no format fits", hint: "name one with -f")
        }
        return (format, FormatSpec(format.info.name), link(format, probe))
    }

    /// A wrapper around a format that the user named: magic and file name have to agree, since a dump may
    /// well begin with a compressed kernel.
    private func certainWrapper(_ input: ProbeInput) throws -> (any Format, Probe)? {
        for format in registry.formats where format is any WrapperFormat {
            guard format.info.extensions.contains(input.fileExtension), let probe = try format.probe(input),
                probe.confidence >= .likely
            else { continue }
            return (format, probe)
        }
        return nil
    }

    /// A magic number alone chooses nothing: it is told beside the reason for what any bytes may be.
    private func best(_ input: ProbeInput) throws -> (any Format, Probe)? {
        var best: (any Format, Probe)?
        var doubts = ""
        for format in registry.formats where format.info.canRead {
            guard let probe = try format.probe(input) else { continue }
            if probe.confidence == .weak {
                doubts += "; \(probe.reason)"
            } else if best.map({ $0.1.confidence < probe.confidence }) ?? true {
                best = (format, probe)
            }
        }
        if best?.1.confidence == .possible { best?.1.reason += doubts }
        return best
    }

    private func completed(_ spec: FormatSpec, _ info: FormatInfo) -> FormatSpec {
        let given = spec
        var spec = spec
        for option in defaults
        where info.options.contains(where: { $0.name == option.key })
            && !given.options.contains(where: { $0.key == option.key })
        {
            spec.options.append(option)
        }
        return spec
    }

    private func link(_ format: any Format, _ probe: Probe) -> OpenedImage.Link {
        OpenedImage.Link(
            format: format.info.name, reason: probe.reason, confidence: probe.confidence,
            spec: FormatSpec(format.info.name))
    }

    private func input(
        _ source: any ByteSource, _ spec: FormatSpec, _ geometry: GeometrySpec?, _ companions: Companions
    ) -> FormatInput {
        var inner = ImageOpener(registry: registry)
        inner.limits = limits
        inner.depth = depth + 1
        let opener = inner
        var input = FormatInput(
            source: source, options: OptionReader(spec), geometry: geometry, limits: limits,
            openCompanion: { path in
                let source = try FileOpening.source(path: path)
                companions.all.withLock { $0.append((path, source)) }
                return source
            })
        input.geometryOrigin = geometryOrigin
        input.openImage = { spec, geometry in
            guard opener.depth <= opener.limits.maxDepth else {
                throw FormatError(
                    .tooLarge, name: spec.path, "more than \(opener.limits.maxDepth) images over each other")
            }
            return try opener.open(spec, geometry: geometry)
        }
        return input
    }

    /// The one file inside, or the one that `member=` names.
    private func pick(
        from parts: [WrappedPart], _ input: FormatInput, _ chain: [OpenedImage.Link], _ file: any ByteSource
    ) throws -> WrappedPart {
        let list = parts.prefix(20).map { "'\($0.name)'" }.joined(separator: ", ")
        let more = parts.count > 20 ? " and \(parts.count - 20) more" : ""
        if let wanted = input.options.string("member") {
            guard let part = parts.first(where: { $0.name == wanted }) else {
                throw FormatError(
                    .ambiguous, name: input.source.name, "no member '\(wanted)'; it has \(list)\(more)")
            }
            return part
        }
        guard let only = parts.first else {
            throw FormatError(.empty, name: input.source.name, at: 0, "holds no regular file")
        }
        guard parts.count == 1 else {
            let outside = chain.dropLast().map { $0.format + ":" }.joined()
            let path = file.name == FileOpening.standardInput ? "-" : file.name
            let choice = FormatSpec(input.options.spec.name, ["member": only.name])
            throw FormatError(
                .ambiguous, name: input.source.name, "holds \(parts.count) files: \(list)\(more)",
                hint: "choose one, as in '\(outside)\(choice):\(path)'")
        }
        return only
    }
}

/// Files that formats opened beside their own.
private final class Companions: Sendable {
    let all = Mutex<[(path: String, source: any ByteSource)]>([])
}

/// A format whose files hold several states of a chip, one of which a path may name behind it: `store:PATH@POINT`.
public protocol PointedFormat: ImageFormat {
    /// The path of the file and the option that stands for what is behind it; nil when the path is no more than a path.
    func point(in path: String) -> (path: String, option: FormatSpec.Option)?
}

/// A format that needs no file: erased flash of a given geometry.
public protocol SourcelessFormat: ImageFormat {}
