// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FuzzDriver

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    fuzz(start, count) { try Reading.open($0, as: "uboot-md") }
}
