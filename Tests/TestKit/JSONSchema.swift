// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Foundation

/// Validates JSON against a JSON Schema, as far as our schemas use it.
///
/// A keyword it does not know is a failure, and so is a member that the schema does not describe: our
/// answers hold nothing that is not written down.
public struct JSONSchema: Sendable {
    private let root: JSONValue

    public init(contentsOf file: URL) throws {
        root = try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8))
    }

    public init(_ root: JSONValue) { self.root = root }

    /// What is wrong with `value`, each with its place; none when it is valid.
    ///
    /// - Parameter definition: the name under `$defs` to validate against; nil for the schema itself.
    public func problems(with value: JSONValue, definition: String? = nil) -> [String] {
        guard let definition else { return check(value, root, "$") }
        guard let schema = root["$defs"]?[definition] else { return ["the schema has no definition '\(definition)'"] }
        return check(value, schema, "$")
    }

    private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]

    private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
            JSONSchema.annotations.contains(keyword)
                ? [] : apply(keyword, argument, to: value, schema, place)
        }
    }

    private func apply(
        _ keyword: String, _ argument: JSONValue, to value: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        func fail(_ isBad: Bool, _ what: String) -> [String] { isBad ? ["\(place): \(what)"] : [] }
        switch keyword {
        case "$ref":
            guard let name = argument.text, name.hasPrefix("#/$defs/"),
                let target = root["$defs"]?[String(name.dropFirst(8))]
            else { return ["\(place): the schema refers to nothing: \(argument)"] }
            return check(value, target, place)
        case "type":
            let types = argument.items?.compactMap(\.text) ?? [argument.text ?? ""]
            return fail(!types.contains { value.isOf($0) }, "is no \(types.joined(separator: " or "))")
        case "const": return fail(value != argument, "is \(value), expected \(argument)")
        case "enum": return fail(argument.items?.contains(value) != true, "\(value) is none of the choices")
        case "minimum": return fail(value.int.map { $0 < argument.int ?? .max } ?? false, "is below the minimum")
        case "maximum": return fail(value.int.map { $0 > argument.int ?? .min } ?? false, "is above the maximum")
        case "pattern":
            guard let text = value.text, let pattern = argument.text else { return [] }
            return fail(text.range(of: pattern, options: .regularExpression) == nil, "does not match \(pattern)")
        case "required":
            guard case .object(let members) = value else { return [] }
            return (argument.items ?? []).compactMap(\.text).filter { members[$0] == nil }.map {
                "\(place): lacks \($0)"
            }
        case "properties":
            guard case .object(let members) = value, case .object(let properties) = argument else { return [] }
            return members.sorted { $0.key < $1.key }.flatMap { key, member in
                properties[key].map { check(member, $0, "\(place).\(key)") } ?? ["\(place): '\(key)' is not described"]
            }
        case "additionalProperties":
            guard case .object(let members) = value, schema["properties"] == nil else { return [] }
            return members.sorted { $0.key < $1.key }.flatMap { check($1, argument, "\(place).\($0)") }
        case "items":
            return (value.items ?? []).enumerated().flatMap { check($1, argument, "\(place)[\($0)]") }
        case "anyOf", "oneOf":
            let choices = (argument.items ?? []).map { check(value, $0, place) }
            return choices.contains { $0.isEmpty } ? [] : choices.min { $0.count < $1.count } ?? []
        default:
            return ["\(place): keyword '\(keyword)' is not known here"]
        }
    }
}

extension JSONValue {
    fileprivate func isOf(_ type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
