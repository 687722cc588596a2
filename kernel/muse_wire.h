/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What goes over /dev/muse between the MUSE driver and a server in userspace.
 *
 * Integers are in host byte order, structures are naturally aligned. read(2) gives one request: a
 * header, its arguments, the bytes to write. write(2) takes one reply: a header, its arguments,
 * the bytes that were read; a header alone when there was an error.
 */
#ifndef MUSE_WIRE_H
#define MUSE_WIRE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MUSE_DEVICE "/dev/muse"

/* The version that the driver speaks, and the oldest that it accepts: v1 of the protocol. */
#define MUSE_MAJOR 7
#define MUSE_MINOR_V1 33
#define MUSE_MINOR_V3 34

/* A shorter buffer for requests is refused. */
#define MUSE_MIN_READ_BUFFER 8192
/* max_read and max_write are raised to this. */
#define MUSE_MIN_TRANSFER 4096
/* The parameters of MUSE_INIT, at most. */
#define MUSE_MAX_PARAMETERS 4096

/* mtd_info.flags of an MTD that a server provides. */
#define MUSE_MTD_FLAG 0x8000

/*
 * On a connection: lets the MTD and its partitions go. 0: they are gone, and read(2) is ENODEV from
 * now on; EBUSY: they are in use, and stay; EAGAIN: there was no reply to MUSE_INIT yet; ENODEV: it
 * was refused. Needs another thread that serves meanwhile.
 */
#define MUSE_IOC_UNREGISTER _IO('M', 1)
/*
 * The number of the MTD, N of /dev/mtdN; that of the first partition, where the kernel shows
 * partitions only. EAGAIN: not registered yet; ENODEV: refused, or gone.
 */
#define MUSE_IOC_MTD _IOR('M', 2, __u32)

enum muse_opcode {
	MUSE_FUSE_READ = 15,	/* v1 */
	MUSE_FUSE_WRITE = 16,	/* v1 */
	MUSE_FUSE_FSYNC = 20,	/* v1 */
	MUSE_INIT = 8192,
	MUSE_ERASE = 8193,
	MUSE_READ = 8194,	/* v3, as all below */
	MUSE_WRITE = 8195,
	MUSE_MARKBAD = 8196,
	MUSE_ISBAD = 8197,
	MUSE_SYNC = 8198,
};

/* Which bytes MUSE_READ and MUSE_WRITE mean. */
#define MUSE_IO_INBAND 0x1		/* page data */
#define MUSE_IO_OOB_AUTO 0x2	/* the free bytes of the OOB, packed */
#define MUSE_IO_OOB_PLACE 0x4	/* the bytes of the OOB as they lie */
#define MUSE_IO_RAW 0x8		/* without ECC */

struct muse_in_header {
	__u32 len;		/* of the whole request */
	__u32 opcode;
	__u64 unique;
	__u64 nodeid;		/* 1, but 0 in MUSE_INIT */
	__u32 uid;
	__u32 gid;
	__u32 pid;
	__u32 padding;
};

struct muse_out_header {
	__u32 len;		/* of the whole reply */
	__s32 error;		/* 0 or a negative errno above -512 */
	__u64 unique;
};

struct muse_init_in {
	__u32 major;
	__u32 minor;
};

/* Followed by up to 4096 bytes of KEY=value strings, each ended by a NUL byte. */
struct muse_init_out {
	__u32 major;
	__u32 minor;
	__u32 max_read;
	__u32 max_write;
};

struct muse_erase_in {
	__u64 addr;
	__u64 len;
};

/*
 * In OOB operations addr is the address of a page plus the offset in its OOB, and len may run
 * over several pages: the bytes are those of one page's OOB after the other's.
 */
struct muse_io_in {
	__u64 addr;
	__u64 len;
	__u32 flags;		/* MUSE_IO_* */
	__u32 padding;
};

struct muse_io_out {
	__u64 len;		/* as asked for */
	__u32 soft_error;	/* -EUCLEAN, -EBADMSG: the bytes come all the same */
	/*
	 * After a read, the largest number of bitflips that were corrected in one ECC step; 0
	 * when it is not known. An extension, looked at only when the server gave ECCSTRENGTH;
	 * padding in the original protocol.
	 */
	__u32 bitflips;
};

struct muse_block_in {
	__u64 addr;
};

struct muse_isbad_out {
	__u32 result;		/* 0 or 1 */
	__u32 padding;
};

/* FUSE_READ and FUSE_WRITE, as on /dev/fuse. */
struct muse_v1_io_in {
	__u64 fh;
	__u64 offset;
	__u32 size;
	__u32 io_flags;
	__u64 lock_owner;
	__u32 flags;
	__u32 padding;
};

struct muse_v1_write_out {
	__u32 size;
	__u32 padding;
};

struct muse_v1_fsync_in {
	__u64 fh;
	__u32 fsync_flags;
	__u32 padding;
};

#endif
