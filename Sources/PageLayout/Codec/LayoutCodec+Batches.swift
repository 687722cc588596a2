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
}
