// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// A file system with one file, `data.bin`, whose bytes lie in memory: as fast as a server on libfuse gets.
//
//     memory FILE DIR

#define FUSE_USE_VERSION 312
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char *bytes;
static size_t size;

static int status(fuse_ino_t number, struct stat *out) {
    memset(out, 0, sizeof *out);
    out->st_ino = number;
    out->st_mode = number == 1 ? S_IFDIR | 0755 : S_IFREG | 0444;
    out->st_nlink = 1;
    out->st_size = number == 2 ? (off_t)size : 0;
    return number == 1 || number == 2;
}

static void look_up(fuse_req_t request, fuse_ino_t parent, const char *name) {
    struct fuse_entry_param entry = {.ino = 2, .attr_timeout = 86400, .entry_timeout = 86400};
    if (parent != 1 || strcmp(name, "data.bin") != 0) {
        fuse_reply_err(request, ENOENT);
        return;
    }
    status(2, &entry.attr);
    fuse_reply_entry(request, &entry);
}

static void attributes(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *file) {
    struct stat out;
    (void)file;
    if (status(number, &out))
        fuse_reply_attr(request, &out, 86400);
    else
        fuse_reply_err(request, ENOENT);
}

static void open_file(fuse_req_t request, fuse_ino_t number, struct fuse_file_info *file) {
    (void)number;
    file->keep_cache = 1;
    file->noflush = 1;
    fuse_reply_open(request, file);
}

static void read_file(fuse_req_t request, fuse_ino_t number, size_t count, off_t offset, struct fuse_file_info *file) {
    (void)number;
    (void)file;
    size_t from = (size_t)offset < size ? (size_t)offset : size;
    fuse_reply_buf(request, bytes + from, count < size - from ? count : size - from);
}

int main(int argc, char **argv) {
    struct stat info;
    int file = argc == 3 ? open(argv[1], O_RDONLY) : -1;
    if (file < 0 || fstat(file, &info) != 0) return 64;
    size = (size_t)info.st_size;
    bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED) return 1;
    for (size_t done = 0; done < size;) {
        ssize_t got = read(file, bytes + done, size - done);
        if (got <= 0) return 1;
        done += (size_t)got;
    }
    struct fuse_lowlevel_ops table = {
        .lookup = look_up, .getattr = attributes, .open = open_file, .read = read_file};
    struct fuse_args arguments = FUSE_ARGS_INIT(0, NULL);
    fuse_opt_add_arg(&arguments, "memory");
    fuse_opt_add_arg(&arguments, "-oro,fsname=memory");
    struct fuse_session *session = fuse_session_new(&arguments, &table, sizeof table, NULL);
    if (session == NULL || fuse_session_mount(session, argv[2]) != 0) return 1;
    puts("ready");
    fflush(stdout);
    fuse_session_loop(session);
    fuse_session_unmount(session);
    return 0;
}
