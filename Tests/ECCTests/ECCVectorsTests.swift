// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import TestKit
import Testing

@Suite("ECC vectors")
struct ECCVectorsTests {
    @Test("every named input is made as the file says")
    func inputs() throws {
        let digests = try ECCVectors.all.get().digests
        #expect(digests.count > 60)
        for (name, digest) in digests { #expect(ECCVectors.digest(try ECCVectors.input(name)) == digest, "\(name)") }
    }
}
