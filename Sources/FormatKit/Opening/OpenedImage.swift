// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// An image with the way that led to it.
public struct OpenedImage: Sendable {
    public let image: any RawImage
    /// From the outside in; the last is the image's own format.
    public let chain: [Link]
    /// The file itself.
    public let file: any ByteSource
    /// What its own format reads: the file without the wrappers around it.
    public let content: any ByteSource
    /// What was noticed of the wrappers.
    var wrapperFindings: [Finding] = []
    /// Wrappers that are damaged, so that what they held did not come out whole; the image's own file counts as one.
    public internal(set) var damagedWrappers = 0
    /// Other files that its formats opened, by the paths that their options gave, in the order they were opened.
    public internal(set) var companions: [(path: String, source: any ByteSource)] = []

    /// One format of the chain.
    public struct Link: Sendable {
        public var format: String
        /// Why: what the probe found, or that the user said so.
        public var reason: String
        public var confidence: Confidence
        /// The file inside a wrapper that was taken, where it has a name.
        public var member: String?
        /// The format with the options that it was opened with.
        public var spec: FormatSpec
    }

    /// What was noticed on the way to the pages.
    public var findings: [Finding] { wrapperFindings + image.findings }

    /// `gzip > nanddump-text`.
    public var chainDescription: String { chain.map(\.format).joined(separator: " > ") }
}
