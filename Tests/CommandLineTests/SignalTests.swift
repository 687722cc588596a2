// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Foundation
import Testing

/// Stopped in the middle: cleaned up, with the signal in the exit status.
@Suite struct SignalTests {
    private func expectStop(_ arguments: [String], by signal: Int32, input: Any) throws {
        let workspace = try SmallDump.workspace()
        let before = try workspace.listing()
        let errors = Pipe()
        let process = try Tool(workspace).start(
            Tool.executable, arguments, input: input, output: FileHandle.nullDevice, errors: errors)
        Thread.sleep(forTimeInterval: 0.3)
        kill(process.processIdentifier, signal)
        try process.wait(seconds: 60)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + signal)
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.hasSuffix("museimg: stopped\n"), "\(text)")
        #expect(try workspace.listing() == before, "nothing is left behind")
    }

    /// Busy with writing.
    @Test(arguments: [SIGINT, SIGTERM]) func whileWriting(_ signal: Int32) throws {
        try expectStop(
            ["convert", "-O", "raw", "blank,geometry=2048+64x64x40000:", "out.bin"], by: signal,
            input: FileHandle.nullDevice)
    }

    /// Waiting for input that does not come.
    @Test(arguments: [SIGINT, SIGTERM]) func whileWaiting(_ signal: Int32) throws {
        let pipe = Pipe()
        try expectStop(["convert", "-f", "raw", "-", "out.bin"], by: signal, input: pipe)
        try pipe.fileHandleForWriting.close()
    }
}
