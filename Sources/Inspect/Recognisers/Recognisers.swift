// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Everything that is recognised. A new kind adds its file and its line here.
enum Recognisers {
    static let all: [any Recogniser] = [
        UBIRecogniser(),
        UBIFSRecogniser(),
        SquashFSRecogniser(),
        JFFS2Recogniser(),
        CramFSRecogniser(),
        RomFSRecogniser(),
        UImageRecogniser(),
        DeviceTreeRecogniser(),
        TRXRecogniser(),
        AndroidBootRecogniser(),
        EnvironmentRecogniser(),
        ELFRecogniser(),
        LinuxKernelRecogniser(),
        GzipRecogniser(),
        XZRecogniser(),
        LZMARecogniser(),
        BzipRecogniser(),
        ZstdRecogniser(),
    ]
}
