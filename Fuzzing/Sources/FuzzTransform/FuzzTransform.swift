// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FuzzDriver

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    fuzz(start, count) { bytes in
        for name in ["swap16", "swap32", "swap4", "bitrev", "invert"] { try Reading.unwrap(bytes, as: name) }
    }
}
