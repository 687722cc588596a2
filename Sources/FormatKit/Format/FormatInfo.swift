// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// What a person needs to know of a format: shown by `museimg formats`, checked by tests.
public struct FormatInfo: Sendable {
    /// Lower case, no spaces: what `-f` and `-O` take.
    public var name: String
    /// One line.
    public var summary: String
    /// File name extensions that mean this format, without the dot.
    public var extensions: [String]
    /// Every option that the format takes, for reading or writing.
    public var options: [Option]
    /// What a file of this format cannot express or this program does not do; one line each.
    public var limitations: [String]
    /// Where its definition is.
    public var references: [String]
    public var canRead: Bool
    public var canWrite: Bool
    /// Whether its files are text, fit for a terminal.
    public var isText: Bool

    public struct Option: Sendable {
        public var name: String
        /// How its value looks: `skip|pad|dump`, `GEOMETRY`.
        public var value: String
        public var help: String

        public init(_ name: String, _ value: String, _ help: String) {
            self.name = name
            self.value = value
            self.help = help
        }
    }

    public init(
        name: String, summary: String, extensions: [String] = [], options: [Option] = [],
        limitations: [String] = [], references: [String] = [], canRead: Bool = true, canWrite: Bool = true,
        isText: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.extensions = extensions
        self.options = options
        self.limitations = limitations
        self.references = references
        self.canRead = canRead
        self.canWrite = canWrite
        self.isText = isText
    }
}
