// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: the operations of both versions of the protocol, one request each.
 *
 * Copyright the museimg authors
 */
#include <linux/fcntl.h>

#include "muse.h"

/* -EUCLEAN and -EBADMSG say that the bytes came; without them it is an error like any. */
static int muse_hard_error(int err)
{
	return err == -EUCLEAN || err == -EBADMSG ? -EIO : err;
}

/* The errno in soft_error; -EIO when it is none. */
static int muse_soft_error(u32 soft_error)
{
	int err = (int)soft_error;

	return err > 0 || err <= -512 ? -EIO : err;
}

static struct muse_v1_io_in muse_v1_io(u64 addr, size_t len)
{
	return (struct muse_v1_io_in) { .offset = addr, .size = len, .flags = O_RDWR };
}

/*
 * Reads len bytes, at most conn->max_read. 0, -EUCLEAN or -EBADMSG: the bytes are there, and
 * *bitflips says how many were corrected in one step, if the server told; other errors: they are
 * not.
 */
int muse_op_read(struct muse_conn *conn, u64 addr, size_t len, u32 flags, void *buf,
		 unsigned int *bitflips)
{
	struct muse_req req = { .data = buf, .data_len = len };
	int err;

	*bitflips = 0;
	if (conn->v3) {
		req.in.opcode = MUSE_READ;
		req.args.io = (struct muse_io_in) { .addr = addr, .len = len, .flags = flags };
		req.args_len = sizeof(req.args.io);
		req.reply_len = sizeof(req.reply.io);
	} else {
		req.in.opcode = MUSE_FUSE_READ;
		req.args.v1_io = muse_v1_io(addr, len);
		req.args_len = sizeof(req.args.v1_io);
	}

	err = muse_call(conn, &req);
	if (err)
		return muse_hard_error(err);
	if (!conn->v3)
		return 0;

	err = muse_soft_error(req.reply.io.soft_error);
	if ((!err || err == -EUCLEAN || err == -EBADMSG) && req.reply.io.len != len)
		return -EIO;
	/*
	 * More than the code can correct, or from a server that knows nothing of ECC: not a
	 * count.
	 */
	if (err != -EBADMSG && req.reply.io.bitflips <= conn->params.eccstrength)
		*bitflips = req.reply.io.bitflips;
	return err;
}

/* Writes len bytes, at most conn->max_write. */
int muse_op_write(struct muse_conn *conn, u64 addr, size_t len, u32 flags, const void *buf)
{
	struct muse_req req = { .payload = buf, .payload_len = len };
	int err;

	if (conn->v3) {
		req.in.opcode = MUSE_WRITE;
		req.args.io = (struct muse_io_in) { .addr = addr, .len = len, .flags = flags };
		req.args_len = sizeof(req.args.io);
		req.reply_len = sizeof(req.reply.io);
	} else {
		req.in.opcode = MUSE_FUSE_WRITE;
		req.args.v1_io = muse_v1_io(addr, len);
		req.args_len = sizeof(req.args.v1_io);
		req.reply_len = sizeof(req.reply.v1_write);
	}

	err = muse_call(conn, &req);
	if (err)
		return err;
	if (!conn->v3)
		return req.reply.v1_write.size == len ? 0 : -EIO;

	err = muse_soft_error(req.reply.io.soft_error);
	if (err)
		return err;
	return req.reply.io.len == len ? 0 : -EIO;
}

int muse_op_erase(struct muse_conn *conn, u64 addr, u64 len)
{
	struct muse_req req = {
		.in.opcode = MUSE_ERASE,
		.args.erase = { .addr = addr, .len = len },
		.args_len = sizeof(req.args.erase),
	};

	return muse_call(conn, &req);
}

/* 1: bad, 0: good. */
int muse_op_isbad(struct muse_conn *conn, u64 addr)
{
	struct muse_req req = {
		.in.opcode = MUSE_ISBAD,
		.args.block.addr = addr,
		.args_len = sizeof(req.args.block),
		.reply_len = sizeof(req.reply.isbad),
	};
	int err;

	err = muse_call(conn, &req);
	if (err)
		return err;
	return req.reply.isbad.result <= 1 ? req.reply.isbad.result : -EIO;
}

int muse_op_markbad(struct muse_conn *conn, u64 addr)
{
	struct muse_req req = {
		.in.opcode = MUSE_MARKBAD,
		.args.block.addr = addr,
		.args_len = sizeof(req.args.block),
	};

	return muse_call(conn, &req);
}

int muse_op_sync(struct muse_conn *conn)
{
	struct muse_req req = { .in.opcode = conn->v3 ? MUSE_SYNC : MUSE_FUSE_FSYNC };

	if (!conn->v3)
		req.args_len = sizeof(req.args.v1_fsync);
	return muse_call(conn, &req);
}
