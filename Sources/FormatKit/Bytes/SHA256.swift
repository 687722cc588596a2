// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CCrypto

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
public final class SHA256 {
    private let context = EVP_MD_CTX_new()

    public init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The digest in hexadecimal, as sha256sum prints it; the last call.
    public func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension ByteSource {
    /// SHA-256 of these stretches of the source, one after another.
    ///
    /// - Throws: ``IOFailure``, ``Interrupted``.
    public func sha256(of ranges: some Sequence<Range<Int>>) throws -> String {
        let hash = SHA256()
        let buffer = IOBuffer(count: 1 << 20)
        for range in ranges {
            var offset = range.lowerBound
            while offset < range.upperBound {
                try Interruption.check()
                let room = buffer.bytes[..<Swift.min(buffer.bytes.count, range.upperBound - offset)]
                let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: room), at: offset)
                guard got > 0 else { break }
                hash.update(buffer.prefix(got))
                offset += got
            }
        }
        return hash.finish()
    }
}
