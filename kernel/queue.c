// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: requests, seen from those who wait for them.
 *
 * Copyright the museimg authors
 */
#include <linux/cred.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>

#include "muse.h"

unsigned int muse_spin_us = 1000;
module_param_named(spin_us, muse_spin_us, uint, 0644);
MODULE_PARM_DESC(spin_us, "microseconds to look for an answer, or a request, before sleeping");

static unsigned int kill_grace_ms = 1000;
module_param(kill_grace_ms, uint, 0644);
MODULE_PARM_DESC(kill_grace_ms, "milliseconds that a killed caller still waits for the server");

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
 * Sleeps until the end of a request. Whoever is killed meanwhile does not wait for ever; but not
 * nothing either: UBI, and others, take a failed operation for a broken chip, and that must not
 * come from killing a process that was writing to a file.
 */
static int muse_sleep(struct muse_conn *conn, struct muse_req *req)
{
	unsigned long grace = msecs_to_jiffies(READ_ONCE(kill_grace_ms));

	/*
	 * Closing files on exit, a task cannot be killed any more; the result of a sync is ignored
	 * anyway.
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

/* Waits for the end of a request; awake, when the server was quick the time before. */
static int muse_wait(struct muse_conn *conn, struct muse_req *req)
{
	u64 start = local_clock();
	int err;

	if (READ_ONCE(conn->quick_replies) &&
	    muse_spin_until(start, completion_done(&req->done)))
		return req->error;

	err = muse_sleep(conn, req);
	WRITE_ONCE(conn->quick_replies, muse_is_quick(start));
	return err;
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
		muse_finish(req, -ENOTCONN);
	}
	spin_unlock(&conn->lock);

	wake_up_all(&conn->waitq);
}
