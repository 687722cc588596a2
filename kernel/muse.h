/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MTD in userspace: what the parts of the driver share.
 *
 * Copyright the museimg authors
 */
#ifndef MUSE_H
#define MUSE_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mtd/mtd.h>
#include <linux/mtd/partitions.h>
#include <linux/sched/clock.h>
#include <linux/sched/stat.h>
#include <linux/spinlock.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "muse_wire.h"

#define MUSE_MAX_PARTS 64
/* No request is longer, whatever the server allows. */
#define MUSE_MAX_TRANSFER (16u << 20)
/* Registration of partitions asks for the state of every block of a NAND. */
#define MUSE_MAX_NAND_BLOCKS BIT(22)

enum muse_req_state {
	MUSE_REQ_PENDING,	/* in conn->pending */
	MUSE_REQ_COPYING,	/* in no list: a server thread works on it */
	MUSE_REQ_SENT,		/* in conn->sent */
	MUSE_REQ_DONE,		/* nothing touches it any more */
};

/*
 * A request. It lies on the stack of whoever waits for it, and its buffers are the caller's:
 * bytes are copied once, between them and the server.
 */
struct muse_req {
	struct list_head list;
	struct completion done;
	enum muse_req_state state;
	bool killed;		/* the caller wants to go as soon as nobody copies */
	int error;

	struct muse_in_header in;
	union {
		struct muse_init_in init;
		struct muse_erase_in erase;
		struct muse_io_in io;
		struct muse_block_in block;
		struct muse_v1_io_in v1_io;
		struct muse_v1_fsync_in v1_fsync;
	} args;
	u32 args_len;
	const void *payload;	/* goes to the server behind the arguments */
	size_t payload_len;

	union {
		struct muse_init_out init;
		struct muse_io_out io;
		struct muse_isbad_out isbad;
		struct muse_v1_write_out v1_write;
	} reply;
	u32 reply_len;
	void *data;		/* comes from the server behind the reply */
	size_t data_len;	/* exactly; at most, in MUSE_INIT */
};

/* Bytes offset..offset+length-1 of a page's OOB. */
struct muse_oob_region {
	u32 offset;
	u32 length;
};

/* In the order of their offsets, without overlap. */
struct muse_oob_regions {
	struct muse_oob_region *region;
	unsigned int count;
};

/* Partitions, with room for the names of those that the server gave none. */
struct muse_parts {
	struct mtd_partition part[MUSE_MAX_PARTS];
	char name[MUSE_MAX_PARTS][16];
};

/* What the server said in MUSE_INIT; sizes in bytes. */
struct muse_params {
	char *name;
	char *parts;
	char *oobfree;
	char *oobecc;
	u64 size;
	u32 type;
	u32 flags;
	u32 writesize;
	u32 writebufsize;
	u32 erasesize;
	u32 oobsize;
	u32 oobavail;
	u32 subpageshift;
	u32 eccstrength;
	u32 eccstepsize;
	u32 bitflipthreshold;
	u32 maxbadblocks;
};

/* A connection: one open of /dev/muse, and at most one MTD. Freed when both are gone. */
struct muse_conn {
	struct kref kref;
	spinlock_t lock;	/* for what follows up to waitq, requests, ecc_stats */
	struct list_head pending;
	struct list_head sent;
	u64 unique;		/* of the latest request */
	unsigned int users;	/* of the MTD */
	bool dead;		/* every operation fails */
	bool leaving;		/* the MTD takes no more users */
	bool spinning;		/* a server thread looks at pending and needs no wake-up */
	bool quick_replies;	/* whether looking for the latest one would have paid; no lock */
	bool quick_requests;	/* likewise */
	bool setup_started;
	wait_queue_head_t waitq;

	struct muse_req *init;	/* MUSE_INIT, until it is answered */
	char *page;		/* of parameters; the strings in params point into it */
	struct muse_params params;
	bool v3;
	u32 max_read;
	u32 max_write;
	pid_t pid;

	struct work_struct work;	/* registers and unregisters */
	bool registered;
	struct completion gone;		/* the MTD, for good */
	struct mtd_info mtd;
	struct muse_oob_regions oob_free;
	struct muse_oob_regions oob_ecc;
};

extern struct workqueue_struct *muse_workqueue;
extern struct device *muse_parent;
extern unsigned int muse_spin_us;

/*
 * Looks at a condition that another CPU may make true, until it is, or spin_us after start, or this
 * CPU has other things to do. A sleep and a wake-up cost several times what a quick server needs.
 */
#define muse_spin_until(start, condition)					\
({										\
	bool _met;								\
										\
	while (!(_met = (condition))) {						\
		if (need_resched() || !single_task_running() ||			\
		    !muse_is_quick(start))					\
			break;							\
		cpu_relax();							\
	}									\
	_met;									\
})

/* Whether it is less than spin_us since start, by local_clock(). */
static inline bool muse_is_quick(u64 start)
{
	return local_clock() - start < READ_ONCE(muse_spin_us) * (u64)NSEC_PER_USEC;
}

/* With conn->lock held: lets the one who waits for a request go on. */
static inline void muse_finish(struct muse_req *req, int error)
{
	req->state = MUSE_REQ_DONE;
	req->error = error;
	complete(&req->done);
}

static inline struct muse_conn *muse_of(struct mtd_info *mtd)
{
	return mtd_get_master(mtd)->priv;
}

/* dev.c */
void muse_conn_put(struct muse_conn *conn);

/* queue.c */
void muse_enqueue_init(struct muse_conn *conn);
int muse_call(struct muse_conn *conn, struct muse_req *req);
void muse_abort(struct muse_conn *conn);

/* serve.c */
ssize_t muse_take(struct muse_conn *conn, struct iov_iter *to, bool nonblock);
ssize_t muse_answer(struct muse_conn *conn, struct iov_iter *from);

/* ops.c */
int muse_op_read(struct muse_conn *conn, u64 addr, size_t len, u32 flags, void *buf,
		 unsigned int *bitflips);
int muse_op_write(struct muse_conn *conn, u64 addr, size_t len, u32 flags, const void *buf);
int muse_op_erase(struct muse_conn *conn, u64 addr, u64 len);
int muse_op_isbad(struct muse_conn *conn, u64 addr);
int muse_op_markbad(struct muse_conn *conn, u64 addr);
int muse_op_sync(struct muse_conn *conn);

/* params.c */
int muse_parse_init(struct muse_conn *conn, const struct muse_init_out *out, size_t page_len);
bool muse_is_nand(const struct muse_conn *conn);

/* parts.c */
int muse_parse_parts(struct muse_conn *conn, struct muse_parts *parts);

/* oob.c */
int muse_parse_oob(struct muse_conn *conn);
extern const struct mtd_ooblayout_ops muse_ooblayout_ops;

/* mtd.c */
void muse_set_operations(struct muse_conn *conn);

/* register.c */
void muse_setup(struct muse_conn *conn);
void muse_kick(struct muse_conn *conn);
int muse_unregister(struct muse_conn *conn);
int muse_mtd_index(struct muse_conn *conn);
void muse_mtd_work(struct work_struct *work);

#endif
