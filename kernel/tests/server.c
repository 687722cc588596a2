// SPDX-License-Identifier: GPL-2.0-only
/*
 * A MUSE server that only copies: what the driver can do at best. For measurements, and for tools
 * and file systems to run on.
 *
 *	server [-1] [-t THREADS] [-m MAX_TRANSFER] KEY=value...
 *
 * The pairs go to the driver as they are. -1: version 1 of the protocol.
 *
 * Copyright the museimg authors
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../muse_wire.h"

static int device;
static bool v1;
static uint32_t max_transfer = 1 << 20;
static uint64_t size, writesize, erasesize, oobsize, oobavail;
static uint8_t *data, *oob, *bad;

static void reply(uint64_t unique, int error, const void *head, size_t head_len, const void *body,
		  size_t body_len)
{
	struct muse_out_header header = { .len = sizeof(header), .error = error, .unique = unique };
	struct iovec parts[3] = {
		{ &header, sizeof(header) }, { (void *)head, head_len }, { (void *)body, body_len }
	};

	if (!error)
		header.len += head_len + body_len;
	if (writev(device, parts, error ? 1 : 3) < 0 && errno != ENOENT && errno != ENODEV)
		perror("server: reply");
}

static void start(uint64_t unique, int count, char **pairs)
{
	struct muse_init_out out = {
		.major = MUSE_MAJOR,
		.minor = v1 ? MUSE_MINOR_V1 : MUSE_MINOR_V3,
		.max_read = max_transfer,
		.max_write = max_transfer,
	};
	char page[MUSE_MAX_PARAMETERS];
	size_t len = 0;

	for (int i = 0; i < count && len + strlen(pairs[i]) < sizeof(page); i++)
		len += sprintf(page + len, "%s", pairs[i]) + 1;
	reply(unique, 0, &out, sizeof(out), page, len);
}

/*
 * Where byte number index of an OOB operation at addr lies. The free bytes are the last ones of
 * the OOB.
 */
static uint8_t *oob_byte(uint64_t addr, uint64_t index, bool automatic)
{
	uint64_t width = automatic ? oobavail : oobsize;
	uint64_t column = addr % writesize + index;
	uint64_t page = addr / writesize + column / width;

	if (page >= size / writesize)
		return NULL;
	return oob + page * oobsize + column % width + (automatic ? oobsize - oobavail : 0);
}

static bool is_oob(const struct muse_io_in *io)
{
	return io->flags & (MUSE_IO_OOB_AUTO | MUSE_IO_OOB_PLACE);
}

static bool in_bounds(uint64_t addr, uint64_t len)
{
	return addr <= size && len <= size - addr;
}

static void read_some(uint64_t unique, const struct muse_io_in *io, uint8_t *buffer)
{
	struct muse_io_out out = { .len = io->len };

	if (io->len > max_transfer || (!is_oob(io) && !in_bounds(io->addr, io->len)))
		return reply(unique, -EINVAL, NULL, 0, NULL, 0);
	if (!is_oob(io))
		return reply(unique, 0, &out, v1 ? 0 : sizeof(out), data + io->addr, io->len);

	for (uint64_t i = 0; i < io->len; i++) {
		uint8_t *byte = oob_byte(io->addr, i, io->flags & MUSE_IO_OOB_AUTO);

		buffer[i] = byte ? *byte : 0xff;
	}
	reply(unique, 0, &out, sizeof(out), buffer, io->len);
}

static void write_some(uint64_t unique, const struct muse_io_in *io, const uint8_t *bytes)
{
	struct muse_io_out out = { .len = io->len };
	struct muse_v1_write_out v1_out = { .size = io->len };

	if (!is_oob(io) && !in_bounds(io->addr, io->len))
		return reply(unique, -EINVAL, NULL, 0, NULL, 0);
	if (!is_oob(io)) {
		memcpy(data + io->addr, bytes, io->len);
	} else {
		for (uint64_t i = 0; i < io->len; i++) {
			uint8_t *byte = oob_byte(io->addr, i, io->flags & MUSE_IO_OOB_AUTO);

			if (byte)
				*byte &= bytes[i];
		}
	}
	if (v1)
		reply(unique, 0, &v1_out, sizeof(v1_out), NULL, 0);
	else
		reply(unique, 0, &out, sizeof(out), NULL, 0);
}

static int erase(const struct muse_erase_in *in)
{
	if (!in_bounds(in->addr, in->len))
		return -EINVAL;
	for (uint64_t at = in->addr; at < in->addr + in->len; at += erasesize)
		if (bad[at / erasesize])
			return -EIO;
	memset(data + in->addr, 0xff, in->len);
	memset(oob + in->addr / writesize * oobsize, 0xff, in->len / writesize * oobsize);
	return 0;
}

static void serve(struct muse_in_header *header)
{
	uint8_t *args = (uint8_t *)(header + 1);
	uint8_t *scratch = args;
	struct muse_v1_io_in *v1_io = (void *)args;
	struct muse_io_in io = *(struct muse_io_in *)args;
	uint64_t block = io.addr / erasesize;
	struct muse_isbad_out isbad = { .result = io.addr < size && bad[block] };

	switch (header->opcode) {
	case MUSE_FUSE_READ:
		io = (struct muse_io_in) { .addr = v1_io->offset, .len = v1_io->size };
		return read_some(header->unique, &io, scratch);
	case MUSE_FUSE_WRITE:
		io = (struct muse_io_in) { .addr = v1_io->offset, .len = v1_io->size };
		return write_some(header->unique, &io, args + sizeof(*v1_io));
	case MUSE_READ:
		return read_some(header->unique, &io, scratch);
	case MUSE_WRITE:
		return write_some(header->unique, &io, args + sizeof(io));
	case MUSE_ERASE:
		return reply(header->unique, erase((void *)args), NULL, 0, NULL, 0);
	case MUSE_ISBAD:
		return reply(header->unique, 0, &isbad, sizeof(isbad), NULL, 0);
	case MUSE_MARKBAD:
		if (io.addr < size)
			bad[block] = 1;
		return reply(header->unique, 0, NULL, 0, NULL, 0);
	default:
		return reply(header->unique, 0, NULL, 0, NULL, 0);
	}
}

static void *loop(void *unused)
{
	size_t room = sizeof(struct muse_in_header) + sizeof(struct muse_v1_io_in) + max_transfer;
	void *buffer;

	if (room < MUSE_MIN_READ_BUFFER)
		room = MUSE_MIN_READ_BUFFER;
	buffer = malloc(room);

	for (;;) {
		ssize_t len = read(device, buffer, room);

		if (len > 0)
			serve(buffer);
		else if (errno == ENODEV)
			exit(1);
	}
	return unused;
}

static uint64_t value(int count, char **pairs, const char *key)
{
	for (int i = 0; i < count; i++)
		if (!strncmp(pairs[i], key, strlen(key)) && pairs[i][strlen(key)] == '=')
			return strtoull(pairs[i] + strlen(key) + 1, NULL, 10);
	return 0;
}

int main(int argc, char **argv)
{
	char first[MUSE_MIN_READ_BUFFER];
	pthread_t thread;
	int option, threads = 1;

	while ((option = getopt(argc, argv, "1t:m:")) != -1) {
		if (option == '1')
			v1 = true;
		else if (option == 't')
			threads = atoi(optarg);
		else if (option == 'm')
			max_transfer = atoi(optarg);
		else
			return 64;
	}
	argc -= optind;
	argv += optind;
	size = value(argc, argv, "SIZE");
	writesize = value(argc, argv, "WRITESIZE");
	erasesize = value(argc, argv, "ERASESIZE");
	oobsize = value(argc, argv, "OOBSIZE");
	oobavail = value(argc, argv, "OOBAVAIL");
	if (!size || !writesize || !erasesize)
		return 64;

	data = malloc(size);
	oob = malloc(size / writesize * oobsize + 1);
	bad = calloc(size / erasesize, 1);
	device = open(MUSE_DEVICE, O_RDWR);
	if (!data || !oob || !bad || device < 0 || read(device, first, sizeof(first)) < 0) {
		perror("server");
		return 1;
	}
	memset(data, 0xff, size);
	memset(oob, 0xff, size / writesize * oobsize);
	start(((struct muse_in_header *)first)->unique, argc, argv);
	for (int i = 1; i < threads; i++)
		pthread_create(&thread, NULL, loop, NULL);
	loop(NULL);
}
