// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import ECC

/// Gives the names of a layout file their values for pages of one shape.
struct TemplateResolver {
    let template: LayoutTemplate
    let shape: LayoutTemplate.Shape

    /// Most repeats of a range or steps of a group.
    private static let maximumCount = 1024
    /// Names that name names.
    private static let maximumDepth = 16

    func number(
        _ expression: Expression, _ path: String, _ locals: [String: Int] = [:]
    ) throws(LayoutError) -> Int {
        do throws(Expression.Failure) {
            return try evaluate(expression, locals, depth: 0)
        } catch {
            throw LayoutError(.malformed, template.name, at: path, error.message)
        }
    }

    private func evaluate(
        _ expression: Expression, _ locals: [String: Int], depth: Int
    ) throws(Expression.Failure) -> Int {
        guard depth < Self.maximumDepth else {
            throw Expression.Failure(message: "'\(expression.text)': names go round in a circle")
        }
        return try expression.evaluate { (name) throws(Expression.Failure) in
            if let local = locals[name] { return local }
            switch name {
            case "page": return shape.pageSize
            case "oob": return shape.oobSize
            case "end": return shape.pageSize + shape.oobSize
            default:
                guard let definition = template.definitions[name] else { return nil }
                return try evaluate(definition, locals, depth: depth + 1)
            }
        }
    }

    private func count(_ expression: Expression?, _ path: String, _ locals: [String: Int] = [:]) throws(LayoutError)
        -> Int
    {
        guard let expression else { return 1 }
        let count = try number(expression, path, locals)
        guard (0...Self.maximumCount).contains(count) else {
            throw LayoutError(
                .impossible, template.name, at: path,
                "'\(expression.text)' is \(count), expected 0 to \(Self.maximumCount)")
        }
        return count
    }

    /// - Parameter scale: 8 for bytes.
    private func bits(
        _ expression: Expression?, scale: Int, _ path: String, _ locals: [String: Int]
    ) throws(LayoutError) -> Int {
        guard let expression else { return 0 }
        let value = try number(expression, path, locals)
        // Far above any page, far below overflow.
        guard abs(value) <= 1 << 32 else {
            throw LayoutError(.impossible, template.name, at: path, "'\(expression.text)' is \(value)")
        }
        return value * scale
    }

    private func range(_ span: LayoutTemplate.Span, _ locals: [String: Int]) throws(LayoutError) -> BitRange {
        let path = span.path
        return BitRange(
            start: try bits(span.byte, scale: 8, path, locals) + bits(span.bit, scale: 1, path, locals),
            count: try bits(span.bytes, scale: 8, path, locals) + bits(span.bits, scale: 1, path, locals))
    }

    func ranges(_ spans: [LayoutTemplate.Span], _ locals: [String: Int] = [:]) throws(LayoutError) -> [BitRange] {
        try each(spans, locals).map(\.range)
    }

    private func each(
        _ spans: [LayoutTemplate.Span], _ locals: [String: Int]
    ) throws(LayoutError) -> [(span: LayoutTemplate.Span, range: BitRange)] {
        var out: [(LayoutTemplate.Span, BitRange)] = []
        for span in spans {
            for k in 0..<(try count(span.repeats, span.path, locals)) {
                var locals = locals
                if span.repeats != nil { locals["k"] = k }
                let range = try range(span, locals)
                // A part that a geometry has none of.
                if range.count != 0 || span.constant != nil { out.append((span, range)) }
            }
        }
        return out
    }

    func steps(_ group: LayoutTemplate.Group) throws(LayoutError) -> [LayoutStep] {
        var steps: [LayoutStep] = []
        for i in 0..<(try count(group.count, group.path)) {
            let locals = ["i": i]
            var message: [LayoutStep.Piece] = []
            for (span, range) in try each(group.message, locals) {
                if let constant = span.constant {
                    let count = try bits(constant, scale: 1, span.path, locals)
                    guard (0...1 << 16).contains(count) else {
                        throw LayoutError(.impossible, template.name, at: span.path, "\(count) made up bits")
                    }
                    if count > 0 { message.append(.constant(span.value ?? false, count: count)) }
                } else {
                    message.append(span.isOOB ? .oob(range) : .data(range))
                }
            }
            let pads = try each(group.pads, locals).map {
                LayoutStep.Pad(range: $0.range, value: $0.span.value ?? false)
            }
            steps.append(LayoutStep(message: message, parity: try ranges(group.parity, locals), pads: pads))
        }
        return steps
    }

    func code(_ code: CodeTemplate) throws(LayoutError) -> LayoutCode {
        switch code {
        case .none: return .none
        case .unknown: return .unknown
        case .hamming(let variant): return .hamming(variant)
        case .reedSolomon(let parameters): return .reedSolomon(parameters)
        case .bch(let m, let polynomial, let strength, let form):
            let m = try number(m, "code.m")
            let given = try polynomial.map { (text) throws(LayoutError) in try number(text, "code.polynomial") }
            guard let value = given ?? BCHParameters.defaultPolynomial(m: m).map(Int.init),
                let polynomial = UInt32(exactly: value)
            else {
                throw LayoutError(
                    .impossible, template.name, at: "code.polynomial", "none is given, and m=\(m) has no usual one")
            }
            let strength = try number(strength, "code.strength")
            return .bch(BCHParameters(m: m, polynomial: polynomial, strength: strength), form)
        }
    }

    func scrambler(_ scrambler: LayoutTemplate.Scrambler) throws(LayoutError) -> LayoutScrambler {
        var streams: [[BitRange]] = []
        for stream in scrambler.streams {
            for i in 0..<(try count(stream.count, stream.path)) {
                let ranges = try ranges(stream.spans, ["i": i])
                if !ranges.isEmpty { streams.append(ranges) }
            }
        }
        return LayoutScrambler(
            generator: scrambler.generator, seeds: scrambler.seeds, streams: streams,
            plain: try ranges(scrambler.plain))
    }
}
