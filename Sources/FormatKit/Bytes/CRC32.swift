// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import CZlib

/// CRC-32 of polynomial 0x04C11DB7, reflected, in the three forms that flash contents use.
public enum CRC32 {
    /// Initial value all ones, inverted at the end (ISO-HDLC, zlib): uImage, U-Boot environment.
    ///
    /// - Parameter crc: of the bytes before these, to go on with.
    public static func zlib(_ bytes: some Sequence<UInt8>, continuing crc: UInt32 = 0) -> UInt32 {
        update(seed: crc, bytes)
    }

    /// The CRC (``zlib(_:continuing:)``) of some bytes and others behind them, from that of each.
    ///
    /// - Parameter count: of the bytes behind.
    public static func combined(_ first: UInt32, _ second: UInt32, count: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_combine(UInt(first), UInt(second), count))
    }

    /// As ``zlib(_:)`` without the inversion at the end: UBI, TRX.
    public static func jam(_ bytes: some Sequence<UInt8>) -> UInt32 { ~update(seed: 0, bytes) }

    /// Initial value 0, no inversion: JFFS2.
    public static func jffs2(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~update(seed: 0xFFFF_FFFF, bytes)
    }

    private static func update(seed: UInt32, _ bytes: some Sequence<UInt8>) -> UInt32 {
        let run: (UnsafeBufferPointer<UInt8>) -> UInt32 = { buffer in
            UInt32(truncatingIfNeeded: crc32_z(UInt(seed), buffer.baseAddress, buffer.count))
        }
        return bytes.withContiguousStorageIfAvailable(run) ?? Array(bytes).withUnsafeBufferPointer(run)
    }
}
