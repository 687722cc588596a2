// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: which bytes of the OOB are free, and which are ECC's.
 *
 * Copyright the museimg authors
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "muse.h"

/* A decimal number of the text, at most max; the text is moved behind it. */
static int muse_parse_number(const char **text, u32 max, u32 *number)
{
	u64 value = 0;

	if (!isdigit(**text))
		return -EINVAL;
	for (; isdigit(**text); (*text)++) {
		value = value * 10 + (**text - '0');
		if (value > max)
			return -ERANGE;
	}
	*number = value;
	return 0;
}

static unsigned int muse_count_regions(const char *text)
{
	unsigned int count = 1;

	for (; *text; text++)
		count += *text == ',';
	return count;
}

static int muse_compare_regions(const void *a, const void *b)
{
	const struct muse_oob_region *left = a, *right = b;

	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* Fills conn->oob_free from offset:length,offset:length... */
static int muse_parse_regions(struct muse_conn *conn, const char *text)
{
	u32 oobsize = conn->params.oobsize;
	struct muse_oob_region *region;

	for (;;) {
		region = &conn->oob_free[conn->oob_free_count++];
		if (muse_parse_number(&text, oobsize, &region->offset) || *text++ != ':' ||
		    muse_parse_number(&text, oobsize, &region->length))
			return -EINVAL;
		if (!region->length || region->length > oobsize - region->offset)
			return -EINVAL;
		if (!*text)
			return 0;
		if (*text++ != ',')
			return -EINVAL;
	}
}

/* Fills conn->oob_ecc with what lies between the free regions; false when these overlap. */
static bool muse_invert_regions(struct muse_conn *conn)
{
	u32 end = 0;
	unsigned int i;

	for (i = 0; i <= conn->oob_free_count; i++) {
		bool last = i == conn->oob_free_count;
		u32 next = last ? conn->params.oobsize : conn->oob_free[i].offset;

		if (next < end)
			return false;
		if (next > end)
			conn->oob_ecc[conn->oob_ecc_count++] =
				(struct muse_oob_region) { .offset = end, .length = next - end };
		if (!last)
			end = next + conn->oob_free[i].length;
	}
	return true;
}

/* Parses OOBFREE, when there is one; OOBAVAIL must agree with it, or be absent. */
int muse_parse_oobfree(struct muse_conn *conn)
{
	struct muse_params *params = &conn->params;
	unsigned int count, i;
	u32 free = 0;

	if (!params->oobfree || !*params->oobfree)
		return 0;

	count = muse_count_regions(params->oobfree);
	conn->oob_free = kcalloc(count, sizeof(*conn->oob_free), GFP_KERNEL);
	conn->oob_ecc = kcalloc(count + 1, sizeof(*conn->oob_ecc), GFP_KERNEL);
	if (!conn->oob_free || !conn->oob_ecc)
		return -ENOMEM;

	if (muse_parse_regions(conn, params->oobfree))
		goto refuse;
	/* In the order of the bytes, as tools and JFFS2 number the free bytes. */
	sort(conn->oob_free, count, sizeof(*conn->oob_free), muse_compare_regions, NULL);
	if (!muse_invert_regions(conn))
		goto refuse;

	for (i = 0; i < count; i++)
		free += conn->oob_free[i].length;
	if (!params->oobavail)
		params->oobavail = free;
	if (params->oobavail == free)
		return 0;
refuse:
	pr_err("muse: OOBFREE=%s does not fit OOBSIZE=%u OOBAVAIL=%u\n", params->oobfree,
	       params->oobsize, params->oobavail);
	return -EINVAL;
}

static int muse_ooblayout_region(const struct muse_oob_region *regions, unsigned int count,
				 int section, struct mtd_oob_region *region)
{
	if (section < 0 || section >= count)
		return -ERANGE;
	region->offset = regions[section].offset;
	region->length = regions[section].length;
	return 0;
}

static int muse_ooblayout_free(struct mtd_info *mtd, int section, struct mtd_oob_region *region)
{
	struct muse_conn *conn = mtd->priv;

	return muse_ooblayout_region(conn->oob_free, conn->oob_free_count, section, region);
}

static int muse_ooblayout_ecc(struct mtd_info *mtd, int section, struct mtd_oob_region *region)
{
	struct muse_conn *conn = mtd->priv;

	return muse_ooblayout_region(conn->oob_ecc, conn->oob_ecc_count, section, region);
}

const struct mtd_ooblayout_ops muse_ooblayout_ops = {
	.ecc = muse_ooblayout_ecc,
	.free = muse_ooblayout_free,
};
