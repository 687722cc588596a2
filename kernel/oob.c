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

/* Regions from offset:length,offset:length... within an OOB of size bytes. */
static int muse_parse_regions(const char *text, u32 size, struct muse_oob_regions *regions)
{
	unsigned int count = muse_count_regions(text), i;
	struct muse_oob_region *region;

	regions->region = kcalloc(count, sizeof(*region), GFP_KERNEL);
	if (!regions->region)
		return -ENOMEM;
	regions->count = count;

	for (i = 0; i < count; i++) {
		region = &regions->region[i];
		if (muse_parse_number(&text, size, &region->offset) || *text++ != ':' ||
		    muse_parse_number(&text, size, &region->length) ||
		    !region->length || region->length > size - region->offset)
			return -EINVAL;
		if (*text++ != (i + 1 < count ? ',' : '\0'))
			return -EINVAL;
	}

	/* In the order of the bytes, as tools and JFFS2 number the free bytes. */
	sort(regions->region, count, sizeof(*region), muse_compare_regions, NULL);
	for (i = 1; i < count; i++) {
		region = &regions->region[i];
		if (region->offset < region[-1].offset + region[-1].length)
			return -EINVAL;
	}
	return 0;
}

/* The regions between others, in an OOB of size bytes. */
static int muse_invert_regions(const struct muse_oob_regions *others, u32 size,
			       struct muse_oob_regions *regions)
{
	unsigned int i;
	u32 end = 0;

	regions->region = kcalloc(others->count + 1, sizeof(*regions->region), GFP_KERNEL);
	if (!regions->region)
		return -ENOMEM;

	for (i = 0; i <= others->count; i++) {
		const struct muse_oob_region *other = &others->region[i];
		u32 next = i < others->count ? other->offset : size;

		if (next > end)
			regions->region[regions->count++] = (struct muse_oob_region) {
				.offset = end, .length = next - end
			};
		if (i < others->count)
			end = next + other->length;
	}
	return 0;
}

static u32 muse_sum_regions(const struct muse_oob_regions *regions)
{
	unsigned int i;
	u32 sum = 0;

	for (i = 0; i < regions->count; i++)
		sum += regions->region[i].length;
	return sum;
}

/*
 * Parses OOBFREE and OOBECC, when they are there. OOBAVAIL must agree with OOBFREE, or be absent.
 */
int muse_parse_oob(struct muse_conn *conn)
{
	struct muse_params *params = &conn->params;
	u32 free;
	int err;

	if (!params->oobfree || !*params->oobfree)
		return 0;

	err = muse_parse_regions(params->oobfree, params->oobsize, &conn->oob_free);
	if (err)
		goto refuse;
	free = muse_sum_regions(&conn->oob_free);
	if (!params->oobavail)
		params->oobavail = free;
	err = params->oobavail == free ? 0 : -EINVAL;
	if (err)
		goto refuse;

	if (params->oobecc)
		err = *params->oobecc ? muse_parse_regions(params->oobecc, params->oobsize,
							   &conn->oob_ecc) : 0;
	else
		err = muse_invert_regions(&conn->oob_free, params->oobsize, &conn->oob_ecc);
	if (!err)
		return 0;
refuse:
	pr_err("muse: OOBFREE=%s OOBECC=%s do not fit OOBSIZE=%u OOBAVAIL=%u\n", params->oobfree,
	       params->oobecc ?: "", params->oobsize, params->oobavail);
	return err;
}

static int muse_ooblayout_region(const struct muse_oob_regions *regions, int section,
				 struct mtd_oob_region *region)
{
	if (section < 0 || section >= regions->count)
		return -ERANGE;
	region->offset = regions->region[section].offset;
	region->length = regions->region[section].length;
	return 0;
}

static int muse_ooblayout_free(struct mtd_info *mtd, int section, struct mtd_oob_region *region)
{
	struct muse_conn *conn = mtd->priv;

	return muse_ooblayout_region(&conn->oob_free, section, region);
}

static int muse_ooblayout_ecc(struct mtd_info *mtd, int section, struct mtd_oob_region *region)
{
	struct muse_conn *conn = mtd->priv;

	return muse_ooblayout_region(&conn->oob_ecc, section, region);
}

const struct mtd_ooblayout_ops muse_ooblayout_ops = {
	.ecc = muse_ooblayout_ecc,
	.free = muse_ooblayout_free,
};
