// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

extension BlockSet {
    /// The blocks of this set or of another.
    public func union(_ other: BlockSet) -> BlockSet {
        var all = self
        for run in other.runs { all.insert(run) }
        return all
    }

    /// The blocks of this set that another does not have.
    public func subtracting(_ other: BlockSet) -> BlockSet {
        var left = BlockSet()
        for run in runs {
            var block = run.lowerBound
            while block < run.upperBound {
                let (around, isMember) = other.run(around: block, limit: run)
                if !isMember { left.insert(block..<around.upperBound) }
                block = around.upperBound
            }
        }
        return left
    }
}
