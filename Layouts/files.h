// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Made by scripts/make-layouts.

static const uint8_t layout_linux_bch4[] = {
#embed "linux-bch4.toml"
};

static const struct file files[] = {
    {"linux-bch4", layout_linux_bch4, sizeof(layout_linux_bch4)},
};
