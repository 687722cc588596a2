// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// U-Boot's environment.
struct EnvironmentRecogniser: Recogniser {
    /// Behind the CRC, or behind CRC and flag.
    var signatures: [Signature] { [.key(at: 4), .key(at: 5)] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        guard let environment = try BootEnvironment(at: offset, in: view) else { return nil }
        var details: [Content.Detail] = [
            .init("variables", environment.variables.count, .named),
            .init("copies", environment.flag == nil ? "the only copy" : "one of two copies", .bare),
        ]
        if let flag = environment.flag { details.append(.init("flag", Int(flag))) }
        for key in ["mtdparts", "mtdids", "bootcmd"] {
            if let value = environment[key] { details.append(.init(key, value)) }
        }
        return Content(
            "U-Boot environment", at: offset, size: environment.size, .certain, evidence: "CRC at this size",
            details: details)
    }
}
