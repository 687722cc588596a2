// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: the MTD that a server provides.
 *
 * Copyright the museimg authors
 */
#include <linux/module.h>
#include <linux/slab.h>

#include "muse.h"

static struct muse_conn *muse_of(struct mtd_info *mtd)
{
	return mtd_get_master(mtd)->priv;
}

/* How a read went on the whole: what went wrong, and the most bitflips of one ECC step. */
struct muse_outcome {
	bool corrected;
	bool uncorrectable;
	unsigned int bitflips;
};

static void muse_count(struct muse_conn *conn, struct mtd_oob_ops *ops, int err,
		       unsigned int bitflips, struct muse_outcome *outcome)
{
	unsigned int corrected = bitflips;

	if (err == -EUCLEAN) {
		outcome->corrected = true;
		corrected = max(corrected, 1u);
	} else if (err == -EBADMSG) {
		outcome->uncorrectable = true;
	}
	outcome->bitflips = max(outcome->bitflips, bitflips);
	if (!corrected && err != -EBADMSG)
		return;

	spin_lock(&conn->lock);
	conn->mtd.ecc_stats.corrected += corrected;
	conn->mtd.ecc_stats.failed += err == -EBADMSG;
	spin_unlock(&conn->lock);
	if (ops->stats) {
		ops->stats->corrected_bitflips += corrected;
		ops->stats->uncorrectable_errors += err == -EBADMSG;
	}
}

/*
 * What _read_oob() returns: an error, or a number for the MTD core to compare with
 * bitflip_threshold.
 */
static int muse_judge(const struct muse_outcome *outcome)
{
	if (outcome->uncorrectable)
		return -EBADMSG;
	return outcome->corrected ? -EUCLEAN : outcome->bitflips;
}

/*
 * How much of a transfer of data goes into one request: up to the end of a page, where there is
 * one.
 */
static size_t muse_data_part(struct mtd_info *mtd, u64 addr, size_t len, u32 max)
{
	u32 tail;

	if (len <= max)
		return len;
	tail = mtd_mod_by_ws(addr + max, mtd);
	return tail < max ? max - tail : max;
}

/* Where in the OOB of which page a transfer stands. */
struct muse_oob_cursor {
	u64 page;	/* address */
	u32 column;	/* offset in the OOB, as the mode counts */
	u32 width;	/* bytes of OOB a page, as the mode counts */
	u32 writesize;
};

static struct muse_oob_cursor muse_oob_start(struct mtd_info *mtd, loff_t addr,
					     struct mtd_oob_ops *ops)
{
	return (struct muse_oob_cursor) {
		.page = addr - mtd_mod_by_ws(addr, mtd),
		.column = ops->ooboffs,
		.width = mtd_oobavail(mtd, ops),
		.writesize = mtd->writesize,
	};
}

/* How much of a transfer of OOB goes into one request: up to the end of a page's OOB. */
static size_t muse_oob_part(const struct muse_oob_cursor *cursor, size_t len, u32 max)
{
	return min_t(size_t, len, rounddown(max, cursor->width) - cursor->column);
}

static void muse_oob_advance(struct muse_oob_cursor *cursor, size_t len)
{
	size_t column = cursor->column + len;

	cursor->page += (u64)(column / cursor->width) * cursor->writesize;
	cursor->column = column % cursor->width;
}

static u32 muse_data_flags(const struct mtd_oob_ops *ops)
{
	return MUSE_IO_INBAND | (ops->mode == MTD_OPS_RAW ? MUSE_IO_RAW : 0);
}

static u32 muse_oob_flags(const struct mtd_oob_ops *ops)
{
	switch (ops->mode) {
	case MTD_OPS_AUTO_OOB:
		return MUSE_IO_OOB_AUTO;
	case MTD_OPS_RAW:
		return MUSE_IO_OOB_PLACE | MUSE_IO_RAW;
	default:
		return MUSE_IO_OOB_PLACE;
	}
}

static bool muse_bytes_came(int err)
{
	return !err || err == -EUCLEAN || err == -EBADMSG;
}

static int muse_mtd_read_oob(struct mtd_info *mtd, loff_t from, struct mtd_oob_ops *ops)
{
	struct muse_conn *conn = muse_of(mtd);
	struct muse_oob_cursor cursor = muse_oob_start(mtd, from, ops);
	struct muse_outcome outcome = { };
	unsigned int bitflips;
	size_t part;
	int err;

	ops->retlen = 0;
	ops->oobretlen = 0;
	while (ops->datbuf && ops->retlen < ops->len) {
		part = muse_data_part(mtd, from + ops->retlen, ops->len - ops->retlen,
				      conn->max_read);
		err = muse_op_read(conn, from + ops->retlen, part, muse_data_flags(ops),
				   ops->datbuf + ops->retlen, &bitflips);
		if (!muse_bytes_came(err))
			return err;
		muse_count(conn, ops, err, bitflips, &outcome);
		ops->retlen += part;
	}

	while (ops->oobbuf && ops->oobretlen < ops->ooblen) {
		part = muse_oob_part(&cursor, ops->ooblen - ops->oobretlen, conn->max_read);
		err = muse_op_read(conn, cursor.page + cursor.column, part, muse_oob_flags(ops),
				   ops->oobbuf + ops->oobretlen, &bitflips);
		if (!muse_bytes_came(err))
			return err;
		muse_count(conn, ops, err, bitflips, &outcome);
		ops->oobretlen += part;
		muse_oob_advance(&cursor, part);
	}
	return muse_judge(&outcome);
}

/* Data first: the server makes the parity then, which goes into the OOB. */
static int muse_mtd_write_oob(struct mtd_info *mtd, loff_t to, struct mtd_oob_ops *ops)
{
	struct muse_conn *conn = muse_of(mtd);
	struct muse_oob_cursor cursor = muse_oob_start(mtd, to, ops);
	size_t part;
	int err;

	ops->retlen = 0;
	ops->oobretlen = 0;
	while (ops->datbuf && ops->retlen < ops->len) {
		part = muse_data_part(mtd, to + ops->retlen, ops->len - ops->retlen,
				      conn->max_write);
		err = muse_op_write(conn, to + ops->retlen, part, muse_data_flags(ops),
				    ops->datbuf + ops->retlen);
		if (err)
			return err;
		ops->retlen += part;
	}

	while (ops->oobbuf && ops->oobretlen < ops->ooblen) {
		part = muse_oob_part(&cursor, ops->ooblen - ops->oobretlen, conn->max_write);
		err = muse_op_write(conn, cursor.page + cursor.column, part, muse_oob_flags(ops),
				    ops->oobbuf + ops->oobretlen);
		if (err)
			return err;
		ops->oobretlen += part;
		muse_oob_advance(&cursor, part);
	}
	return 0;
}

static int muse_mtd_erase(struct mtd_info *mtd, struct erase_info *instr)
{
	if (mtd_mod_by_eb(instr->addr, mtd) || mtd_mod_by_eb(instr->len, mtd))
		return -EINVAL;
	return muse_op_erase(muse_of(mtd), instr->addr, instr->len);
}

static int muse_mtd_block_isbad(struct mtd_info *mtd, loff_t offset)
{
	return muse_op_isbad(muse_of(mtd), offset - mtd_mod_by_eb(offset, mtd));
}

static int muse_mtd_block_markbad(struct mtd_info *mtd, loff_t offset)
{
	return muse_op_markbad(muse_of(mtd), offset - mtd_mod_by_eb(offset, mtd));
}

static int muse_mtd_max_bad_blocks(struct mtd_info *mtd, loff_t offset, size_t len)
{
	return min_t(u64, muse_of(mtd)->params.maxbadblocks, mtd_div_by_eb(len, mtd));
}

static void muse_mtd_sync(struct mtd_info *mtd)
{
	muse_op_sync(muse_of(mtd));
}

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

	if (!(mtd->flags & MTD_NO_ERASE))
		mtd->_erase = muse_mtd_erase;
	mtd->_read_oob = muse_mtd_read_oob;
	mtd->_write_oob = muse_mtd_write_oob;
	mtd->_sync = muse_mtd_sync;
	mtd->_get_device = muse_mtd_get_device;
	mtd->_put_device = muse_mtd_put_device;
	if (conn->v3 && muse_is_nand(conn)) {
		mtd->_block_isbad = muse_mtd_block_isbad;
		mtd->_block_markbad = muse_mtd_block_markbad;
	}
	if (params->maxbadblocks)
		mtd->_max_bad_blocks = muse_mtd_max_bad_blocks;
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
		smp_store_release(&conn->registered, !err);
	}
	if (!muse_is_over(conn))
		return;
	/* Should the MTD core keep it, it stays for ever, and the module with it. */
	if (conn->registered && WARN_ON_ONCE(mtd_device_unregister(&conn->mtd)))
		return;
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
