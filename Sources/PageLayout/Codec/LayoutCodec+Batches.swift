// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension LayoutCodec {
    /// How many raw pages, from the first on, are clean in every step, and not erased.
    ///
    /// Quick, and no more than that: 0 where only a closer look can tell.
    ///
    /// - Parameter raw: `count * rawPageSize` bytes, without the scrambler's key.
    public func leadingCleanPages(_ raw: UnsafeRawPointer, count: Int, _ workspace: Workspace) -> Int {
        guard let uniform else { return 0 }
        let (steps, size) = (plans.count, layout.rawPageSize)
        let (coder, differences) = (uniform.coder, workspace.room.differences)
        let looksForErased = erasedIsClean
        var page = raw
        for clean in 0..<count {
            let differing = coder.check(
                messages: page + uniform.message, messageStride: uniform.messageStride, parity: page + uniform.parity,
                parityStride: uniform.parityStride, count: steps, differences: differences)
            if differing > 0 || (looksForErased && mayBeErased(page, uniform)) { return clean }
            page += size
        }
        return count
    }

    /// The steps that hold some bytes of a page's data, where steps follow each other as the data does; else nil.
    func steps(holding bytes: Range<Int>) -> Range<Int>? {
        guard let uniform, uniform.message == 0, let size = plans.first?.messageBytes, uniform.messageStride == size,
            size * plans.count == layout.pageSize, !bytes.isEmpty
        else { return nil }
        return bytes.lowerBound / size..<(bytes.upperBound - 1) / size + 1
    }

    /// Whether some steps of ``steps(holding:)`` are clean, and not erased. Quick: false where only a closer look can tell.
    func areClean(_ steps: Range<Int>, _ raw: UnsafeRawPointer, _ workspace: Workspace) -> Bool {
        guard let uniform else { return false }
        let message = raw + uniform.message + steps.lowerBound * uniform.messageStride
        let parity = raw + uniform.parity + steps.lowerBound * uniform.parityStride
        let differing = uniform.coder.check(
            messages: message, messageStride: uniform.messageStride, parity: parity,
            parityStride: uniform.parityStride, count: steps.count, differences: workspace.room.differences)
        return differing == 0 && (!erasedIsClean || !mayBeErased(raw, uniform, steps))
    }
}
