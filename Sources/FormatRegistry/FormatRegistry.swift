// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatAndroidSparse
import FormatArchive
import FormatAsciiHex
import FormatBlank
import FormatIntelHex
public import FormatKit
import FormatNanddump
import FormatNanddumpText
import FormatOOBPair
import FormatRaw
import FormatRawOOB
import FormatSRecord
import FormatStore
import FormatTITXT
import FormatTRX
import FormatTekhex
import FormatTransform
import FormatUImage
import FormatVerilog

/// Every format of museimg, in the order in which they are asked for their opinion.
///
/// Order counts only between equally sure ones: structure before statistics, `raw` last.
public let museimgFormats = FormatRegistry(
    ArchiveFormat.all + TransformFormat.all + [
        StoreFormat(),
        UImageFormat(),
        TRXFormat(),
        AndroidSparseFormat(),
        IntelHexFormat(),
        SRecordFormat(),
        TekhexFormat(),
        TITXTFormat(),
        VerilogFormat(),
        AsciiHexFormat(),
        NanddumpTextFormat(),
        RawOOBFormat(),
        OOBPairFormat(),
        NanddumpFormat(),
        BlankFormat(),
        RawFormat(),
    ])
