// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// The protocol as the driver's own header has it: both ends are built from one text. Sizes are checked here, against
// those of the MUSE series on linux-mtd, v1 (2020-11-19) and v3 (2021-01-25).

#ifndef MUSE_WIRE_CHECKS_H
#define MUSE_WIRE_CHECKS_H

#include "../../../kernel/muse_wire.h"

_Static_assert(sizeof(struct muse_in_header) == 40, "request header");
_Static_assert(sizeof(struct muse_out_header) == 16, "reply header");
_Static_assert(sizeof(struct muse_init_in) == 8, "MUSE_INIT");
_Static_assert(sizeof(struct muse_init_out) == 16, "reply to MUSE_INIT");
_Static_assert(sizeof(struct muse_erase_in) == 16, "MUSE_ERASE");
_Static_assert(sizeof(struct muse_io_in) == 24, "MUSE_READ and MUSE_WRITE");
_Static_assert(sizeof(struct muse_io_out) == 16, "reply to MUSE_READ and MUSE_WRITE");
_Static_assert(sizeof(struct muse_block_in) == 8, "MUSE_ISBAD and MUSE_MARKBAD");
_Static_assert(sizeof(struct muse_isbad_out) == 8, "reply to MUSE_ISBAD");
_Static_assert(sizeof(struct muse_v1_io_in) == 40, "FUSE_READ and FUSE_WRITE");
_Static_assert(sizeof(struct muse_v1_write_out) == 8, "reply to FUSE_WRITE");

/// What Swift cannot read: macros that are made by macros.
enum { MUSE_IOC_UNREGISTER_VALUE = MUSE_IOC_UNREGISTER };
static const unsigned long MUSE_IOC_MTD_VALUE = MUSE_IOC_MTD;

#endif
