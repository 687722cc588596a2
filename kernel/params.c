// SPDX-License-Identifier: GPL-2.0-only
/*
 * MTD in userspace: the parameters that a server gives in its reply to MUSE_INIT.
 *
 * Copyright the museimg authors
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "muse.h"

#define MUSE_ALLOWED_FLAGS (MTD_WRITEABLE | MTD_BIT_WRITEABLE | MTD_NO_ERASE)

enum muse_kind { MUSE_STRING, MUSE_U32, MUSE_U64 };

/* The keys; where their values go. */
static const struct muse_key {
	const char *name;
	enum muse_kind kind;
	size_t offset;
	bool v1;
} muse_keys[] = {
#define MUSE_KEY(name, kind, field, v1) { name, kind, offsetof(struct muse_params, field), v1 }
	MUSE_KEY("NAME", MUSE_STRING, name, true),
	MUSE_KEY("TYPE", MUSE_U32, type, true),
	MUSE_KEY("FLAGS", MUSE_U32, flags, true),
	MUSE_KEY("SIZE", MUSE_U64, size, true),
	MUSE_KEY("WRITESIZE", MUSE_U32, writesize, true),
	MUSE_KEY("ERASESIZE", MUSE_U32, erasesize, true),
	MUSE_KEY("WRITEBUFSIZE", MUSE_U32, writebufsize, false),
	MUSE_KEY("OOBSIZE", MUSE_U32, oobsize, false),
	MUSE_KEY("OOBAVAIL", MUSE_U32, oobavail, false),
	MUSE_KEY("SUBPAGESHIFT", MUSE_U32, subpageshift, false),
	MUSE_KEY("PARTSCMDLINE", MUSE_STRING, parts, false),
	/* Extensions. */
	MUSE_KEY("OOBFREE", MUSE_STRING, oobfree, false),
	MUSE_KEY("OOBECC", MUSE_STRING, oobecc, false),
	MUSE_KEY("ECCSTRENGTH", MUSE_U32, eccstrength, false),
	MUSE_KEY("ECCSTEPSIZE", MUSE_U32, eccstepsize, false),
	MUSE_KEY("BITFLIPTHRESHOLD", MUSE_U32, bitflipthreshold, false),
	MUSE_KEY("MAXBADBLOCKS", MUSE_U32, maxbadblocks, false),
#undef MUSE_KEY
};

bool muse_is_nand(const struct muse_conn *conn)
{
	return conn->params.type == MTD_NANDFLASH || conn->params.type == MTD_MLCNANDFLASH;
}

static const struct muse_key *muse_find_key(const char *name, bool v3)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(muse_keys); i++)
		if (!strcmp(muse_keys[i].name, name) && (v3 || muse_keys[i].v1))
			return &muse_keys[i];
	return NULL;
}

/* Decimal digits and nothing else. */
static int muse_parse_value(struct muse_params *params, const struct muse_key *key, char *value)
{
	void *field = (char *)params + key->offset;

	if (key->kind == MUSE_STRING) {
		*(char **)field = value;
		return 0;
	}
	if (!isdigit(*value))
		return -EINVAL;
	return key->kind == MUSE_U32 ? kstrtou32(value, 10, field) : kstrtou64(value, 10, field);
}

/* One string KEY=value, which is changed. */
static int muse_parse_pair(struct muse_conn *conn, char *pair)
{
	char *value = strchr(pair, '=');
	const struct muse_key *key;
	char *name;
	int err;

	if (!value) {
		pr_err("muse: no '=' in parameter '%s'\n", pair);
		return -EINVAL;
	}
	*value++ = '\0';
	name = strim(pair);
	value = strim(value);
	if (!*name) {
		pr_err("muse: parameter without a name\n");
		return -EINVAL;
	}

	key = muse_find_key(name, conn->v3);
	if (!key) {
		pr_warn("muse: parameter %s is not known, and ignored\n", name);
		return 0;
	}
	err = muse_parse_value(&conn->params, key, value);
	if (err)
		pr_err("muse: bad number in %s=%s\n", name, value);
	return err;
}

static int muse_parse_page(struct muse_conn *conn, char *page, size_t len)
{
	char *pair = page, *end = page + len;
	int err;

	if (!len || page[len - 1]) {
		pr_err("muse: parameters do not end with a NUL byte\n");
		return -EINVAL;
	}
	while (pair < end) {
		char *next = pair + strlen(pair) + 1;

		if (*pair) {
			err = muse_parse_pair(conn, pair);
			if (err)
				return err;
		}
		pair = next;
	}
	return 0;
}

static bool muse_type_allowed(u32 type)
{
	switch (type) {
	case MTD_RAM:
	case MTD_ROM:
	case MTD_NORFLASH:
	case MTD_NANDFLASH:
	case MTD_DATAFLASH:
	case MTD_MLCNANDFLASH:
		return true;
	default:
		return false;
	}
}

static u32 muse_remainder(u64 dividend, u32 divisor)
{
	return do_div(dividend, divisor);
}

/* Why the parameters are refused, or NULL. */
static const char *muse_fault(const struct muse_conn *conn)
{
	const struct muse_params *params = &conn->params;

	if (!params->name)
		return "no NAME";
	if (!muse_type_allowed(params->type))
		return "TYPE must be 1, 2, 3, 4, 6 or 8";
	if (params->flags & ~MUSE_ALLOWED_FLAGS)
		return "FLAGS has other bits than 0x1c00";
	if (!params->size || !params->writesize || !params->erasesize)
		return "SIZE, WRITESIZE and ERASESIZE must not be 0";
	if (params->size > S64_MAX)
		return "SIZE is too large";
	if (muse_remainder(params->size, params->writesize) ||
	    muse_remainder(params->size, params->erasesize))
		return "SIZE must be a multiple of WRITESIZE and of ERASESIZE";
	if (params->oobsize >= params->writesize && params->oobsize)
		return "OOBSIZE must be less than WRITESIZE";
	if (params->oobavail > params->oobsize)
		return "OOBAVAIL is more than OOBSIZE";
	if (params->subpageshift > 2 || !(params->writesize >> params->subpageshift))
		return "SUBPAGESHIFT must be 0, 1 or 2, and leave a byte of a page";
	if (params->eccstepsize > params->writesize)
		return "ECCSTEPSIZE is more than WRITESIZE";
	if (conn->v3 && muse_is_nand(conn) &&
	    div_u64(params->size, params->erasesize) > MUSE_MAX_NAND_BLOCKS)
		return "a NAND with too many erase blocks";
	if (conn->max_read < params->writebufsize || conn->max_write < params->writebufsize)
		return "max_read and max_write must not be less than WRITEBUFSIZE";
	return NULL;
}

static u32 muse_transfer_size(u32 max)
{
	return clamp_t(u32, max, MUSE_MIN_TRANSFER, MUSE_MAX_TRANSFER);
}

/*
 * Takes the reply to MUSE_INIT, with page_len bytes of parameters in conn->page; a negative errno
 * when it is refused.
 */
int muse_parse_init(struct muse_conn *conn, const struct muse_init_out *out, size_t page_len)
{
	const char *fault;
	int err;

	if (out->major != MUSE_MAJOR || out->minor < MUSE_MINOR_V1) {
		pr_err("muse: version %u.%u of the server is not known\n", out->major, out->minor);
		return -EPROTO;
	}
	conn->v3 = out->minor >= MUSE_MINOR_V3;
	conn->max_read = muse_transfer_size(out->max_read);
	conn->max_write = muse_transfer_size(out->max_write);

	err = muse_parse_page(conn, conn->page, page_len);
	if (err)
		return err;

	if (!conn->params.writebufsize)
		conn->params.writebufsize = conn->params.writesize;
	fault = muse_fault(conn);
	if (fault) {
		pr_err("muse: %s\n", fault);
		return -EINVAL;
	}
	return muse_parse_oob(conn);
}
