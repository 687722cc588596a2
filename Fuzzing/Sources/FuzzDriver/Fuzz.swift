// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash

/// Runs `body` with the bytes; every error that a person would be told is fine, all else is a crash.
///
/// - Returns: what libFuzzer expects: 0.
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int, _ body: ([UInt8]) throws -> Void) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        try body(bytes)
    } catch let error as any Diagnostic {
        precondition(!error.message.isEmpty)
        precondition(error.hint?.isEmpty != true)
    } catch {
        preconditionFailure("\(error) is no error for people")
    }
    return 0
}
