// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Makes names differ: the second `a` is called `a#2`.
package struct UniqueNames {
    private var uses: [String: Int] = [:]

    package init() {}

    package mutating func unique(_ name: String) -> String {
        var candidate = name
        while uses[candidate] != nil {
            uses[name, default: 1] += 1
            candidate = "\(name)#\(uses[name, default: 1])"
        }
        uses[candidate] = 1
        return candidate
    }
}
