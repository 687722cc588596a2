// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "clayouts.h"

// #embed is C23; the compiler has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

struct file {
    const char *name;
    const uint8_t *text;
    size_t size;
};

#include "files.h"

size_t clayouts_count(void) { return sizeof(files) / sizeof(files[0]); }
const char *clayouts_name(size_t index) { return files[index].name; }
const uint8_t *clayouts_text(size_t index) { return files[index].text; }
size_t clayouts_size(size_t index) { return files[index].size; }
