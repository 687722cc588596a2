// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// UBI by the headers of its erase blocks; put together, the device with its volumes.
struct UBIRecogniser: Recogniser {
    var signatures: [Signature] { [.bytes(UBIEraseHeader.magic)] }

    func examine(_ offset: Int, in view: DataView) throws -> Content? {
        guard UBIEraseHeader(try view.bytes(at: offset, count: UBIEraseHeader.size)) != nil else { return nil }
        return Content("UBI", at: offset, .certain, evidence: "CRC of an erase block's header")
    }

    /// Which device a block belongs to is settled at the end.
    func join(_ next: Content, to last: inout Content) -> Bool {
        last.pieces.append(next.offset)
        return true
    }

    func assemble(_ found: [Content], in view: DataView, by inspector: PartInspector) throws -> [Content] {
        var devices: [UBIDevice] = []
        for offset in found.lazy.flatMap({ [$0.offset] + $0.pieces }) {
            guard let header = UBIEraseHeader(try view.bytes(at: offset, count: UBIEraseHeader.size)) else { continue }
            if devices.last?.accepts(header) != true { devices.append(UBIDevice(header)) }
            let volume = UBIVolumeHeader(
                try view.bytes(at: offset + header.volumeHeaderOffset, count: UBIEraseHeader.size))
            devices[devices.count - 1].add(offset, header, volume)
        }
        return try devices.map { try $0.content(view, inspector) }
    }
}
