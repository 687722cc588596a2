// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected) as iSCSI has it (RFC 3720, 12.1).
///
/// `crc` is that of the bytes before these, 0 for none.
uint32_t cchecksum_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same by tables alone: what runs where the processor has no instruction for it.
uint32_t cchecksum_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

#endif
