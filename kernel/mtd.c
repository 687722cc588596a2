// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: the operations of the MTD, in terms of those of the protocol.
 *
 * Copyright the museimg authors
 */
#include "muse.h"

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

/*
 * How much of a transfer of OOB goes into one request: up to the end of a page's OOB, where a whole
 * one fits.
 */
static size_t muse_oob_part(const struct muse_oob_cursor *cursor, size_t len, u32 max)
{
	u32 end = rounddown(max, cursor->width);

	if (end <= cursor->column)
		end = min(cursor->width, cursor->column + max);
	return min_t(size_t, len, end - cursor->column);
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

void muse_set_operations(struct muse_conn *conn)
{
	struct mtd_info *mtd = &conn->mtd;

	if (!(mtd->flags & MTD_NO_ERASE))
		mtd->_erase = muse_mtd_erase;
	mtd->_read_oob = muse_mtd_read_oob;
	mtd->_write_oob = muse_mtd_write_oob;
	mtd->_sync = muse_mtd_sync;
	if (conn->v3 && muse_is_nand(conn)) {
		mtd->_block_isbad = muse_mtd_block_isbad;
		mtd->_block_markbad = muse_mtd_block_markbad;
	}
	if (conn->params.maxbadblocks)
		mtd->_max_bad_blocks = muse_mtd_max_bad_blocks;
}
