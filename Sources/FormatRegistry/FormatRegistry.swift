// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatAndroidSparse
import FormatArchive
import FormatAsciiHex
import FormatBlank
import FormatCFE
import FormatHexdump
import FormatIntelHex
public import FormatKit
import FormatNanddump
import FormatNanddumpText
import FormatOD
import FormatOOBPair
import FormatOpenOCD
import FormatRaw
import FormatRawOOB
import FormatRedBoot
import FormatSRecord
import FormatStore
import FormatTITXT
import FormatTRX
import FormatTekhex
import FormatTransform
import FormatUBootMD
import FormatUBootNand
import FormatUImage
import FormatVerilog
import FormatXXD

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
        UBootNandFormat(),
        HexdumpFormat(),
        RedBootFormat(),
        CFEFormat(),
        UBootMDFormat(),
        XXDFormat(),
        ODFormat(),
        OpenOCDFormat(),
        RawOOBFormat(),
        OOBPairFormat(),
        NanddumpFormat(),
        BlankFormat(),
        RawFormat(),
    ])
