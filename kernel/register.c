// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: how the MTD of a connection comes and goes.
 *
 * Copyright the museimg authors
 */
#include <linux/module.h>
#include <linux/slab.h>

#include "muse.h"

static int muse_mtd_get_device(struct mtd_info *mtd)
{
	struct muse_conn *conn = muse_of(mtd);
	int err = 0;

	spin_lock(&conn->lock);
	if (conn->dead || conn->leaving)
		err = -ENODEV;
	else
		conn->users++;
	spin_unlock(&conn->lock);
	return err;
}

/* The caller holds a lock that unregistering takes: the MTD is there until this has returned. */
static void muse_mtd_put_device(struct mtd_info *mtd)
{
	struct muse_conn *conn = muse_of(mtd);

	spin_lock(&conn->lock);
	if (!--conn->users && conn->dead)
		muse_kick(conn);
	spin_unlock(&conn->lock);
}

static ssize_t muse_pid_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", muse_of(dev_get_drvdata(dev))->pid);
}
static DEVICE_ATTR_RO(muse_pid);

static struct attribute *muse_attrs[] = {
	&dev_attr_muse_pid.attr,
	NULL
};
ATTRIBUTE_GROUPS(muse);

/* The MTD core makes the devices of partitions by itself, without attributes of ours. */
static void muse_add_partition_attrs(struct mtd_info *mtd)
{
	struct mtd_info *part;

	mutex_lock(&mtd->master.partitions_lock);
	list_for_each_entry(part, &mtd->partitions, part.node)
		if (device_create_file(&part->dev, &dev_attr_muse_pid))
			pr_warn("muse: no attribute muse_pid for %s\n", part->name);
	mutex_unlock(&mtd->master.partitions_lock);
}

static void muse_fill_mtd(struct muse_conn *conn)
{
	struct muse_params *params = &conn->params;
	struct mtd_info *mtd = &conn->mtd;

	mtd->priv = conn;
	mtd->owner = THIS_MODULE;
	mtd->dev.parent = muse_parent;
	mtd->dev.groups = muse_groups;

	mtd->name = params->name;
	mtd->type = params->type;
	mtd->flags = params->flags | MUSE_MTD_FLAG;
	mtd->size = params->size;
	mtd->writesize = params->writesize;
	mtd->writebufsize = params->writebufsize;
	mtd->erasesize = params->erasesize;
	mtd->oobsize = params->oobsize;
	mtd->oobavail = params->oobavail;
	mtd->subpage_sft = params->subpageshift;
	mtd->ecc_strength = params->eccstrength;
	mtd->ecc_step_size = params->eccstepsize;
	mtd->bitflip_threshold = params->bitflipthreshold;

	/*
	 * Sizes that need not be powers of two; the MTD core does the same on registration of an
	 * MTD without partitions.
	 */
	if (is_power_of_2(mtd->erasesize))
		mtd->erasesize_shift = ffs(mtd->erasesize) - 1;
	if (is_power_of_2(mtd->writesize))
		mtd->writesize_shift = ffs(mtd->writesize) - 1;
	mtd->erasesize_mask = (1u << mtd->erasesize_shift) - 1;
	mtd->writesize_mask = (1u << mtd->writesize_shift) - 1;

	muse_set_operations(conn);
	mtd->_get_device = muse_mtd_get_device;
	mtd->_put_device = muse_mtd_put_device;
	if (conn->oob_free.count)
		mtd_set_ooblayout(mtd, &muse_ooblayout_ops);
}

static int muse_register(struct muse_conn *conn)
{
	/* Partitions come from the server: the parsers of the kernel are not asked. */
	static const char * const no_parsers[] = { NULL };
	struct muse_parts *parts;
	int count, err;

	parts = kzalloc(sizeof(*parts), GFP_KERNEL);
	if (!parts)
		return -ENOMEM;

	muse_fill_mtd(conn);
	count = muse_parse_parts(conn, parts);
	if (count < 0) {
		pr_warn("muse: %s: bad PARTSCMDLINE: no partitions\n", conn->params.name);
		count = 0;
	}
	err = mtd_device_parse_register(&conn->mtd, no_parsers, NULL, parts->part, count);
	if (!err && count)
		muse_add_partition_attrs(&conn->mtd);
	kfree(parts);
	return err;
}

/* Whether the MTD has to go; it is neither wanted nor used. */
static bool muse_is_over(struct muse_conn *conn)
{
	bool over;

	spin_lock(&conn->lock);
	over = (conn->dead || conn->leaving) && !conn->users;
	spin_unlock(&conn->lock);
	return over;
}

static void muse_mtd_step(struct muse_conn *conn)
{
	int err = 0;

	if (completion_done(&conn->gone))
		return;

	if (!conn->registered) {
		err = muse_register(conn);
		if (err) {
			pr_err("muse: %s: cannot register: %d\n", conn->params.name, err);
			muse_abort(conn);
		}
		/* For muse_mtd_index(), which looks at the MTD then. */
		smp_store_release(&conn->registered, !err);
	}
	if (!muse_is_over(conn))
		return;
	/* Should the MTD core keep it, it stays for ever, and the module with it. */
	if (conn->registered && WARN_ON_ONCE(mtd_device_unregister(&conn->mtd)))
		return;
	/* Nothing will come any more: lets the server's threads know. */
	muse_abort(conn);
	complete_all(&conn->gone);
	module_put(THIS_MODULE);
	muse_conn_put(conn);
}

/*
 * Registers the MTD, when it has just been described; unregisters it, when the server is gone and
 * the last user too. Both read from the MTD or take locks of the MTD core, so that neither can be
 * done where it is found out.
 */
void muse_mtd_work(struct work_struct *work)
{
	struct muse_conn *conn = container_of(work, struct muse_conn, work);

	muse_mtd_step(conn);
	muse_conn_put(conn);
}

/* Lets muse_mtd_work() look at the connection. */
void muse_kick(struct muse_conn *conn)
{
	kref_get(&conn->kref);
	if (!queue_work(muse_workqueue, &conn->work))
		muse_conn_put(conn);
}

/* MUSE_IOC_UNREGISTER */
int muse_unregister(struct muse_conn *conn)
{
	int err = 0;

	spin_lock(&conn->lock);
	if (!conn->setup_started)
		err = conn->dead ? -ENODEV : -EAGAIN;
	else if (conn->users)
		err = -EBUSY;
	else
		conn->leaving = true;
	spin_unlock(&conn->lock);
	if (err)
		return err;

	muse_kick(conn);
	return wait_for_completion_interruptible(&conn->gone);
}

/* MUSE_IOC_MTD: the number, or a negative errno. */
int muse_mtd_index(struct muse_conn *conn)
{
	struct mtd_info *mtd = &conn->mtd, *part;
	int index = -ENODEV;

	if (READ_ONCE(conn->dead) || completion_done(&conn->gone))
		return -ENODEV;
	/* Set when all of the MTD is as it stays. */
	if (!smp_load_acquire(&conn->registered))
		return -EAGAIN;
	if (device_is_registered(&mtd->dev))
		return mtd->index;

	mutex_lock(&mtd->master.partitions_lock);
	part = list_first_entry_or_null(&mtd->partitions, struct mtd_info, part.node);
	if (part)
		index = part->index;
	mutex_unlock(&mtd->master.partitions_lock);
	return index;
}

/* MUSE_INIT was answered. */
void muse_setup(struct muse_conn *conn)
{
	struct muse_req *init = conn->init;
	int err = init->error;

	if (err)
		pr_err("muse: MUSE_INIT failed: %d\n", err);
	else
		err = muse_parse_init(conn, &init->reply.init, init->data_len);
	if (err) {
		muse_abort(conn);
		return;
	}

	conn->pid = task_tgid_nr(current);
	/* The MTD holds the connection and the module until it is gone. */
	kref_get(&conn->kref);
	__module_get(THIS_MODULE);
	spin_lock(&conn->lock);
	conn->setup_started = true;
	spin_unlock(&conn->lock);
	muse_kick(conn);
}
