// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import Flash

/// Text that is no `mtdparts`: where, what was expected, what was found.
public struct MTDPartsError: Diagnostic, Hashable {
    /// In bytes of the text, from its start.
    public var offset: Int
    public var detail: String

    public var message: String { "mtdparts, at byte \(offset): \(detail)" }
    public var hint: String? { "such as 512k(u-boot)ro,128k@0x80000(env),-(ubi)" }
}
