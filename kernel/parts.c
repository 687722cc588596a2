// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: PARTSCMDLINE, a definition of partitions as in mtdparts= on a kernel's
 * command line:
 *
 *	SIZE[@OFFSET][(NAME)][ro][lk],...
 *
 * SIZE and OFFSET are numbers with or without k, M, G; a SIZE of - is all that is left. Without
 * an offset a partition begins where the one before it ended.
 *
 * Copyright the museimg authors
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "muse.h"

/* A number with its suffix; the text is moved behind it. */
static bool muse_parse_size(char **text, u64 *size)
{
	char *start = *text;

	if (!isdigit(*start))
		return false;
	*size = memparse(start, text);
	return true;
}

/* The name in parentheses, if there is one; it stays in the text, which is changed. */
static bool muse_parse_part_name(char **text, struct mtd_partition *part)
{
	char *end;

	if (**text != '(')
		return true;
	end = strchr(*text, ')');
	if (!end || end == *text + 1)
		return false;
	*end = '\0';
	part->name = *text + 1;
	*text = end + 1;
	return true;
}

static bool muse_parse_word(char **text, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*text, word, len))
		return false;
	*text += len;
	return true;
}

/*
 * One definition; *offset is where the partition before it ended, and then where this one ends.
 * What lies behind the end of the device is cut off, and may leave a size of 0, as the kernel's
 * own parser has it.
 */
static bool muse_parse_part(char **text, u64 device_size, u64 *offset, struct mtd_partition *part)
{
	bool rest = muse_parse_word(text, "-");

	if (!rest && !muse_parse_size(text, &part->size))
		return false;
	if (muse_parse_word(text, "@") && !muse_parse_size(text, offset))
		return false;
	if (*offset > device_size)
		return false;
	if (rest || part->size > device_size - *offset)
		part->size = device_size - *offset;
	part->offset = *offset;
	*offset += part->size;

	if (!muse_parse_part_name(text, part))
		return false;
	if (muse_parse_word(text, "ro"))
		part->mask_flags |= MTD_WRITEABLE;
	if (muse_parse_word(text, "lk"))
		part->mask_flags |= MTD_POWERUP_LOCK;
	return true;
}

/*
 * Fills parts from the definition that the server gave; their number: 0 when it gave none,
 * -EINVAL when it is bad. Names lie in conn->page and in parts.
 */
int muse_parse_parts(struct muse_conn *conn, struct muse_parts *parts)
{
	char *text = conn->params.parts;
	int count = 0, number = 0;
	u64 offset = 0;

	if (!text || !*text)
		return 0;
	do {
		struct mtd_partition *part = &parts->part[count];

		if (count == MUSE_MAX_PARTS)
			return -EINVAL;
		part->name = parts->name[count];
		snprintf(parts->name[count], sizeof(parts->name[count]), "Partition_%03d",
			 number++);
		if (!muse_parse_part(&text, conn->params.size, &offset, part))
			return -EINVAL;
		if (part->size) {
			count++;
		} else {
			pr_warn("muse: partition %s has no bytes, and is left out\n", part->name);
			memset(part, 0, sizeof(*part));
		}
	} while (muse_parse_word(&text, ","));
	return *text ? -EINVAL : count;
}
