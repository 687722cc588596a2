// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: requests, seen from the server.
 *
 * Copyright the museimg authors
 */
#include <linux/sched/signal.h>

#include "muse.h"

/*
 * Looks for a request for a while, if the one before came quickly; one server thread does so,
 * others sleep.
 */
static bool muse_spin_for_request(struct muse_conn *conn, u64 start)
{
	bool found;

	if (!READ_ONCE(conn->quick_requests) || signal_pending(current))
		return false;

	spin_lock(&conn->lock);
	if (conn->spinning) {
		spin_unlock(&conn->lock);
		return false;
	}
	conn->spinning = true;
	spin_unlock(&conn->lock);

	found = muse_spin_until(start, !list_empty_careful(&conn->pending) ||
				READ_ONCE(conn->dead) || signal_pending(current));

	spin_lock(&conn->lock);
	conn->spinning = false;
	found = found || !list_empty(&conn->pending);
	spin_unlock(&conn->lock);
	return found;
}

/* Waits until there may be a request, or the connection is over. */
static int muse_wait_for_request(struct muse_conn *conn)
{
	u64 start = local_clock();
	int err;

	if (muse_spin_for_request(conn, start))
		return 0;
	err = wait_event_interruptible_exclusive(conn->waitq, conn->dead ||
						 !list_empty(&conn->pending));
	WRITE_ONCE(conn->quick_requests, muse_is_quick(start));
	return err;
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
		err = muse_wait_for_request(conn);
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
		muse_finish(req, -EIO);
	} else if (conn->dead) {
		muse_finish(req, -ENOTCONN);
	} else if (req->killed) {
		muse_finish(req, -EINTR);
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
		spin_lock(&conn->lock);
		muse_finish(req, err ? -EIO : header.error);
		spin_unlock(&conn->lock);
	}
	return err ? err : total;
}
