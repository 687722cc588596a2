// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import BenchKit
import Glibc

/// The kernel's `lib/bch.c` in a shared object, by its exported functions.
final class KernelBCH {
    typealias Initialise = @convention(c) (Int32, Int32, UInt32, Bool) -> OpaquePointer?
    typealias Encode =
        @convention(c) (OpaquePointer, UnsafePointer<UInt8>, UInt32, UnsafeMutablePointer<UInt8>?) -> Void
    typealias Decode =
        @convention(c) (
            OpaquePointer, UnsafePointer<UInt8>?, UInt32, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?,
            UnsafePointer<UInt32>?, UnsafeMutablePointer<UInt32>
        ) -> Int32
    typealias Free = @convention(c) (OpaquePointer) -> Void

    let control: OpaquePointer
    let encode: Encode
    let decode: Decode
    private let release: Free

    init(library: String, m: Int, polynomial: UInt32, strength: Int) throws {
        guard let handle = dlopen(library, RTLD_NOW), let start = dlsym(handle, "bch_init"),
            let encode = dlsym(handle, "bch_encode"), let decode = dlsym(handle, "bch_decode"),
            let release = dlsym(handle, "bch_free")
        else { throw Failure("\(library) is no build of bch.c: \(dlerror().map { String(cString: $0) } ?? "")") }
        self.encode = unsafeBitCast(encode, to: Encode.self)
        self.decode = unsafeBitCast(decode, to: Decode.self)
        self.release = unsafeBitCast(release, to: Free.self)
        guard let control = unsafeBitCast(start, to: Initialise.self)(Int32(m), Int32(strength), polynomial, false)
        else { throw Failure("bch.c refuses m=\(m) t=\(strength)") }
        self.control = control
    }

    deinit { release(control) }
}
