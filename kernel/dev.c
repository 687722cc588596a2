// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: the device /dev/muse.
 *
 * Copyright the museimg authors
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>

#include "muse.h"

struct workqueue_struct *muse_workqueue;
struct device *muse_parent;

static void muse_conn_free(struct kref *kref)
{
	struct muse_conn *conn = container_of(kref, struct muse_conn, kref);

	kfree(conn->oob_free.region);
	kfree(conn->oob_ecc.region);
	kfree(conn->page);
	kfree(conn->init);
	kfree(conn);
}

void muse_conn_put(struct muse_conn *conn)
{
	kref_put(&conn->kref, muse_conn_free);
}

static int muse_open(struct inode *inode, struct file *file)
{
	struct muse_conn *conn;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;

	conn = kzalloc(sizeof(*conn), GFP_KERNEL_ACCOUNT);
	if (!conn)
		return -ENOMEM;

	kref_init(&conn->kref);
	spin_lock_init(&conn->lock);
	INIT_LIST_HEAD(&conn->pending);
	INIT_LIST_HEAD(&conn->sent);
	init_waitqueue_head(&conn->waitq);
	init_completion(&conn->gone);
	INIT_WORK(&conn->work, muse_mtd_work);

	/* The last byte stays NUL. */
	conn->page = kzalloc(MUSE_MAX_PARAMETERS + 1, GFP_KERNEL_ACCOUNT);
	conn->init = kzalloc(sizeof(*conn->init), GFP_KERNEL_ACCOUNT);
	if (!conn->page || !conn->init) {
		muse_conn_put(conn);
		return -ENOMEM;
	}

	muse_enqueue_init(conn);
	file->private_data = conn;
	return stream_open(inode, file);
}

static int muse_release(struct inode *inode, struct file *file)
{
	struct muse_conn *conn = file->private_data;

	muse_abort(conn);
	/*
	 * An MTD without users is gone when the server is, as a rule. Not for ever: it may be
	 * that the lock of the MTD table is held by somebody who waits for another connection of
	 * this very process.
	 */
	if (conn->setup_started) {
		muse_kick(conn);
		if (!READ_ONCE(conn->users))
			wait_for_completion_timeout(&conn->gone, HZ);
	}
	muse_conn_put(conn);
	return 0;
}

static ssize_t muse_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	bool nonblock = (file->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT);

	return muse_take(file->private_data, to, nonblock);
}

static ssize_t muse_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	return muse_answer(iocb->ki_filp->private_data, from);
}

static __poll_t muse_poll(struct file *file, poll_table *wait)
{
	struct muse_conn *conn = file->private_data;
	__poll_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &conn->waitq, wait);

	spin_lock(&conn->lock);
	if (conn->dead)
		events = EPOLLERR;
	else if (!list_empty(&conn->pending))
		events |= EPOLLIN | EPOLLRDNORM;
	spin_unlock(&conn->lock);
	return events;
}

static long muse_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct muse_conn *conn = file->private_data;
	int index;

	switch (command) {
	case MUSE_IOC_UNREGISTER:
		return muse_unregister(conn);
	case MUSE_IOC_MTD:
		index = muse_mtd_index(conn);
		return index < 0 ? index : put_user((u32)index, (u32 __user *)argument);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations muse_fops = {
	.owner = THIS_MODULE,
	.open = muse_open,
	.release = muse_release,
	.read_iter = muse_read_iter,
	.write_iter = muse_write_iter,
	.poll = muse_poll,
	.unlocked_ioctl = muse_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice muse_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "muse",
	.fops = &muse_fops,
	.mode = 0600,
};

static int __init muse_module_init(void)
{
	int err;

	muse_workqueue = alloc_workqueue("muse", WQ_UNBOUND, 0);
	if (!muse_workqueue)
		return -ENOMEM;

	err = misc_register(&muse_device);
	if (err) {
		destroy_workqueue(muse_workqueue);
		return err;
	}
	muse_parent = muse_device.this_device;
	return 0;
}

static void __exit muse_module_exit(void)
{
	misc_deregister(&muse_device);
	/* Waits for works that have just given back their reference to the module. */
	destroy_workqueue(muse_workqueue);
}

module_init(muse_module_init);
module_exit(muse_module_exit);

MODULE_DESCRIPTION("MTD in userspace");
MODULE_AUTHOR("the museimg authors");
MODULE_LICENSE("GPL");
