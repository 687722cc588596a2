// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: requests on their way to the server and back.
 *
 * Copyright the museimg authors
 */
#include <linux/cred.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>

#include "muse.h"

static unsigned int spin_us = 100;
module_param(spin_us, uint, 0644);
MODULE_PARM_DESC(spin_us, "microseconds to look for an answer, or a request, before sleeping");

static unsigned int kill_grace_ms = 1000;
module_param(kill_grace_ms, uint, 0644);
MODULE_PARM_DESC(kill_grace_ms, "milliseconds that a killed caller still waits for the server");

/*
 * Looks for up to spin_us at a condition that another CPU may make true. A sleep and a wake-up
 * cost several times what a quick server needs.
 */
#define muse_spin_until(condition)						\
({										\
	u64 _end = local_clock() + READ_ONCE(spin_us) * (u64)NSEC_PER_USEC;	\
	bool _met;								\
										\
	while (!(_met = (condition))) {						\
		if (need_resched() || local_clock() >= _end)			\
			break;							\
		cpu_relax();							\
	}									\
	_met;									\
})

static void muse_finish_locked(struct muse_req *req, int error)
{
	req->state = MUSE_REQ_DONE;
	req->error = error;
	complete(&req->done);
}

static void muse_finish(struct muse_conn *conn, struct muse_req *req, int error)
{
	spin_lock(&conn->lock);
	muse_finish_locked(req, error);
	spin_unlock(&conn->lock);
}

static int muse_enqueue(struct muse_conn *conn, struct muse_req *req)
{
	bool wake;

	req->in.len = sizeof(req->in) + req->args_len + req->payload_len;
	init_completion(&req->done);

	spin_lock(&conn->lock);
	if (conn->dead) {
		spin_unlock(&conn->lock);
		return -ENOTCONN;
	}
	/* Odd numbers are not used, as on /dev/fuse. */
	conn->unique += 2;
	req->in.unique = conn->unique;
	req->state = MUSE_REQ_PENDING;
	wake = !conn->spinning || !list_empty(&conn->pending);
	list_add_tail(&req->list, &conn->pending);
	spin_unlock(&conn->lock);

	if (wake)
		wake_up_interruptible_poll(&conn->waitq, EPOLLIN | EPOLLRDNORM);
	return 0;
}

/*
 * The first request of a connection. Nobody waits for it: muse_answer() goes on with what was
 * answered.
 */
void muse_enqueue_init(struct muse_conn *conn)
{
	struct muse_req *req = conn->init;

	req->in.opcode = MUSE_INIT;
	req->in.pid = task_pid_nr(current);
	req->args.init.major = MUSE_MAJOR;
	req->args.init.minor = MUSE_MINOR_V3;
	req->args_len = sizeof(req->args.init);
	req->reply_len = sizeof(req->reply.init);
	req->data = conn->page;
	req->data_len = MUSE_MAX_PARAMETERS;
	muse_enqueue(conn, req);
}

/* Takes a request back; false when it ended before. Nothing touches it afterwards. */
static bool muse_withdraw(struct muse_conn *conn, struct muse_req *req)
{
	bool copying = false, withdrawn = false;

	spin_lock(&conn->lock);
	switch (req->state) {
	case MUSE_REQ_PENDING:
	case MUSE_REQ_SENT:
		list_del(&req->list);
		withdrawn = true;
		break;
	case MUSE_REQ_COPYING:
		req->killed = true;
		copying = true;
		break;
	case MUSE_REQ_DONE:
		break;
	}
	spin_unlock(&conn->lock);

	if (copying)
		wait_for_completion(&req->done);
	return withdrawn;
}

/*
 * Waits for the end of a request. Whoever is killed meanwhile does not wait for ever; but not
 * nothing either: UBI, and others, take a failed operation for a broken chip, and that must not
 * come from killing a process that was writing to a file.
 */
static int muse_wait(struct muse_conn *conn, struct muse_req *req)
{
	unsigned long grace = msecs_to_jiffies(READ_ONCE(kill_grace_ms));

	if (muse_spin_until(completion_done(&req->done)))
		return req->error;

	/*
	 * Closing files on exit, a task cannot be killed any more; the result of a sync is
	 * ignored anyway.
	 */
	if (!(current->flags & PF_EXITING)) {
		if (!wait_for_completion_killable(&req->done))
			return req->error;
	} else if (req->in.opcode != MUSE_SYNC && req->in.opcode != MUSE_FUSE_FSYNC) {
		wait_for_completion(&req->done);
		return req->error;
	}

	if (wait_for_completion_timeout(&req->done, grace))
		return req->error;
	return muse_withdraw(conn, req) ? -EINTR : req->error;
}

/* Sends a request and waits for its end: 0 or a negative errno. The reply is in req. */
int muse_call(struct muse_conn *conn, struct muse_req *req)
{
	int err;

	req->in.nodeid = 1;
	req->in.uid = from_kuid_munged(&init_user_ns, current_fsuid());
	req->in.gid = from_kgid_munged(&init_user_ns, current_fsgid());
	req->in.pid = task_pid_nr(current);

	err = muse_enqueue(conn, req);
	return err ? err : muse_wait(conn, req);
}

/* Ends every request, and lets all later ones fail. */
void muse_abort(struct muse_conn *conn)
{
	struct muse_req *req, *next;

	spin_lock(&conn->lock);
	conn->dead = true;
	list_splice_tail_init(&conn->pending, &conn->sent);
	list_for_each_entry_safe(req, next, &conn->sent, list) {
		list_del(&req->list);
		muse_finish_locked(req, -ENOTCONN);
	}
	spin_unlock(&conn->lock);

	wake_up_all(&conn->waitq);
}

/* Looks for a request for a while; one server thread does so, others sleep. */
static bool muse_spin_for_request(struct muse_conn *conn)
{
	bool found;

	spin_lock(&conn->lock);
	if (conn->spinning) {
		spin_unlock(&conn->lock);
		return false;
	}
	conn->spinning = true;
	spin_unlock(&conn->lock);

	found = muse_spin_until(!list_empty_careful(&conn->pending) || READ_ONCE(conn->dead) ||
				signal_pending(current));

	spin_lock(&conn->lock);
	conn->spinning = false;
	found = found || !list_empty(&conn->pending);
	spin_unlock(&conn->lock);
	return found;
}

/* The next request, out of all lists; an error pointer when there is none. */
static struct muse_req *muse_next(struct muse_conn *conn, bool nonblock)
{
	struct muse_req *req;
	int err;

	for (;;) {
		spin_lock(&conn->lock);
		if (conn->dead) {
			spin_unlock(&conn->lock);
			return ERR_PTR(-ENODEV);
		}
		req = list_first_entry_or_null(&conn->pending, struct muse_req, list);
		if (req) {
			list_del(&req->list);
			req->state = MUSE_REQ_COPYING;
			spin_unlock(&conn->lock);
			return req;
		}
		spin_unlock(&conn->lock);

		if (nonblock)
			return ERR_PTR(-EAGAIN);
		if (!signal_pending(current) && muse_spin_for_request(conn))
			continue;
		err = wait_event_interruptible_exclusive(conn->waitq, conn->dead ||
							 !list_empty(&conn->pending));
		if (err)
			return ERR_PTR(err);
	}
}

/*
 * Copies between a buffer of an MTD's user and the server. The buffer may be any memory of the
 * kernel, also a slab object, as JFFS2's: the check of copy_to_iter(), for bytes that must not
 * leave the kernel, is not for these.
 */
static bool muse_copy_out(const void *from, size_t len, struct iov_iter *to)
{
	return _copy_to_iter(from, len, to) == len;
}

static bool muse_copy_in(void *to, size_t len, struct iov_iter *from)
{
	return _copy_from_iter(to, len, from) == len;
}

/* read(2): gives the next request to the server; its length, or a negative errno. */
ssize_t muse_take(struct muse_conn *conn, struct iov_iter *to, bool nonblock)
{
	struct muse_req *req;
	ssize_t len;

	if (iov_iter_count(to) < MUSE_MIN_READ_BUFFER)
		return -EINVAL;

	req = muse_next(conn, nonblock);
	if (IS_ERR(req))
		return PTR_ERR(req);

	len = req->in.len;
	if (iov_iter_count(to) < len)
		len = -EINVAL;
	else if (!muse_copy_out(&req->in, sizeof(req->in), to) ||
		 !muse_copy_out(&req->args, req->args_len, to) ||
		 !muse_copy_out(req->payload, req->payload_len, to))
		len = -EFAULT;

	spin_lock(&conn->lock);
	if (len < 0 && req == conn->init) {
		/* Not lost: the server may try again. */
		req->state = MUSE_REQ_PENDING;
		list_add(&req->list, &conn->pending);
	} else if (len < 0) {
		muse_finish_locked(req, -EIO);
	} else if (conn->dead) {
		muse_finish_locked(req, -ENOTCONN);
	} else if (req->killed) {
		muse_finish_locked(req, -EINTR);
	} else {
		req->state = MUSE_REQ_SENT;
		list_add_tail(&req->list, &conn->sent);
	}
	spin_unlock(&conn->lock);
	return len;
}

/* The request that a reply belongs to, out of all lists, or NULL. */
static struct muse_req *muse_claim(struct muse_conn *conn, u64 unique)
{
	struct muse_req *req;

	spin_lock(&conn->lock);
	list_for_each_entry(req, &conn->sent, list) {
		if (req->in.unique == unique) {
			list_del(&req->list);
			req->state = MUSE_REQ_COPYING;
			spin_unlock(&conn->lock);
			return req;
		}
	}
	spin_unlock(&conn->lock);
	return NULL;
}

/* Whether bytes belong to a reply: no read failed in a way that leaves none. */
static bool muse_data_follows(const struct muse_req *req)
{
	int soft = (int)req->reply.io.soft_error;

	return req->in.opcode != MUSE_READ || !soft || soft == -EUCLEAN || soft == -EBADMSG;
}

/* Reads what stands behind the header of a good reply. */
static int muse_read_reply(struct muse_req *req, struct iov_iter *from)
{
	if (iov_iter_count(from) < req->reply_len)
		return -EINVAL;
	if (!muse_copy_in(&req->reply, req->reply_len, from))
		return -EFAULT;

	if (req->in.opcode == MUSE_INIT || !muse_data_follows(req)) {
		if (iov_iter_count(from) > req->data_len)
			return -EINVAL;
		req->data_len = iov_iter_count(from);
		if (!muse_data_follows(req))
			return 0;
	}
	if (iov_iter_count(from) != req->data_len)
		return -EINVAL;
	return muse_copy_in(req->data, req->data_len, from) ? 0 : -EFAULT;
}

/*
 * write(2): takes a reply; its length, or a negative errno. ENOENT: nobody waits for it, or not
 * any more. A reply that makes no sense fails the request that it names.
 */
ssize_t muse_answer(struct muse_conn *conn, struct iov_iter *from)
{
	size_t total = iov_iter_count(from);
	struct muse_out_header header;
	struct muse_req *req;
	int err = 0;

	if (total < sizeof(header))
		return -EINVAL;
	if (!muse_copy_in(&header, sizeof(header), from))
		return -EFAULT;

	req = muse_claim(conn, header.unique);
	if (!req)
		return -ENOENT;

	if (header.len != total || header.error > 0 || header.error <= -512 ||
	    (header.error && total != sizeof(header)))
		err = -EINVAL;
	else if (!header.error)
		err = muse_read_reply(req, from);

	if (req == conn->init) {
		req->error = err ? err : header.error;
		muse_setup(conn);
	} else {
		muse_finish(conn, req, err ? -EIO : header.error);
	}
	return err ? err : total;
}
