// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// The files of the layout catalogue, embedded in the program.
#ifndef CLAYOUTS_H
#define CLAYOUTS_H

#include <stddef.h>
#include <stdint.h>

/// Number of files.
size_t clayouts_count(void);
/// Name of a file, without `.toml`.
const char *_Nonnull clayouts_name(size_t index);
/// Its bytes; no zero at the end.
const uint8_t *_Nonnull clayouts_text(size_t index);
/// Number of its bytes.
size_t clayouts_size(size_t index);

#endif
