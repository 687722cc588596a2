// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// MUSE (MTD in userspace) as it goes over /dev/muse: one request a read(2), one reply a write(2). Integers are in host
// byte order, structures naturally aligned.
//
// Source: the MUSE series on linux-mtd, v1 (2020-11-19) and v3 (2021-01-25), and Linux include/uapi/linux/fuse.h.

#ifndef MUSE_WIRE_H
#define MUSE_WIRE_H

#include <stdint.h>

#define MUSE_ASSERT_SIZE(type, size) _Static_assert(sizeof(struct type) == (size), #type)

/// Opcodes. FUSE_ ones are of version 1 only, MUSE_READ to MUSE_SYNC of version 3.
enum muse_opcode {
    MUSE_FUSE_READ = 15,
    MUSE_FUSE_WRITE = 16,
    MUSE_FUSE_FSYNC = 20,
    MUSE_FUSE_INTERRUPT = 36,
    MUSE_INIT = 8192,
    MUSE_ERASE = 8193,
    MUSE_READ = 8194,
    MUSE_WRITE = 8195,
    MUSE_MARKBAD = 8196,
    MUSE_ISBAD = 8197,
    MUSE_SYNC = 8198,
};

/// `flags` of MUSE_READ and MUSE_WRITE.
enum muse_io_flags {
    MUSE_IO_INBAND = 1,
    MUSE_IO_OOB_AUTO = 2,
    MUSE_IO_OOB_PLACE = 4,
    MUSE_IO_RAW = 8,
};

/// MTD flags, and the protocol's numbers.
enum muse_numbers {
    MUSE_MTD_WRITEABLE = 0x400,
    MUSE_MTD_BIT_WRITEABLE = 0x800,
    MUSE_FUSE_MAJOR = 7,
    MUSE_V1_MINOR = 33,
    MUSE_V3_MINOR = 34,
    MUSE_PARAMETERS_MAX = 4096,
    MUSE_BUFFER_MIN = 8192,
};

/// Before every request.
struct muse_in_header {
    uint32_t len;
    uint32_t opcode;
    uint64_t unique;
    uint64_t nodeid;
    uint32_t uid;
    uint32_t gid;
    uint32_t pid;
    uint32_t padding;
};
MUSE_ASSERT_SIZE(muse_in_header, 40);

/// Before every reply; an error has nothing behind it.
struct muse_out_header {
    uint32_t len;
    /// 0, or a negative errno above -512.
    int32_t error;
    uint64_t unique;
};
MUSE_ASSERT_SIZE(muse_out_header, 16);

/// MUSE_INIT.
struct muse_init_in {
    uint32_t fuse_major;
    uint32_t fuse_minor;
};
MUSE_ASSERT_SIZE(muse_init_in, 8);

/// Followed by the parameters: KEY=value strings, each ended by a NUL.
struct muse_init_out {
    uint32_t fuse_major;
    uint32_t fuse_minor;
    uint32_t max_read;
    uint32_t max_write;
};
MUSE_ASSERT_SIZE(muse_init_out, 16);

/// MUSE_ERASE: bytes of data.
struct muse_erase_in {
    uint64_t addr;
    uint64_t len;
};
MUSE_ASSERT_SIZE(muse_erase_in, 16);

/// MUSE_READ and MUSE_WRITE; a write's bytes follow.
struct muse_io_in {
    uint64_t addr;
    uint64_t len;
    uint32_t flags;
    uint32_t padding;
};
MUSE_ASSERT_SIZE(muse_io_in, 24);

/// A read's bytes follow.
struct muse_io_out {
    uint64_t len;
    /// 0, -EUCLEAN or -EBADMSG: an error that comes with data.
    uint32_t soft_error;
    /// Padding in version 3. museimg puts the most bitflips of one ECC step here, for drivers that know of it.
    uint32_t bitflips;
};
MUSE_ASSERT_SIZE(muse_io_out, 16);

/// MUSE_ISBAD and MUSE_MARKBAD.
struct muse_block_in {
    uint64_t addr;
};
MUSE_ASSERT_SIZE(muse_block_in, 8);

/// MUSE_ISBAD.
struct muse_isbad_out {
    uint32_t result;
    uint32_t padding;
};
MUSE_ASSERT_SIZE(muse_isbad_out, 8);

/// FUSE_READ and FUSE_WRITE (version 1); a write's bytes follow.
struct muse_fuse_io_in {
    uint64_t fh;
    uint64_t offset;
    uint32_t size;
    uint32_t io_flags;
    uint64_t lock_owner;
    uint32_t flags;
    uint32_t padding;
};
MUSE_ASSERT_SIZE(muse_fuse_io_in, 40);

/// FUSE_WRITE (version 1).
struct muse_fuse_write_out {
    uint32_t size;
    uint32_t padding;
};
MUSE_ASSERT_SIZE(muse_fuse_write_out, 8);

/// MUSE_IOC_UNREGISTER: takes the MTD away, or says EBUSY when somebody uses it. MUSE_IOC_MTD: its number. Only museimg's
/// own driver knows them.
#define MUSE_IOC_UNREGISTER_VALUE 0x4d01
#define MUSE_IOC_MTD_VALUE 0x80044d02

#endif
