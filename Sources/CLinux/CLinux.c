// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

const int clinux_o_tmpfile = O_TMPFILE;

int clinux_fork(void) {
    struct stat tasks;
    // A folder has a link for itself, one in its parent, and one in each folder in it: a thread.
    if (stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3) {
        errno = EAGAIN;
        return -1;
    }
    return fork();
}

int64_t clinux_next_data(int descriptor, int64_t offset, int64_t size) {
    off_t found = lseek(descriptor, offset, SEEK_DATA);
    return found >= 0 ? found : errno == ENXIO ? size : -1;
}

int64_t clinux_next_hole(int descriptor, int64_t offset) {
    return lseek(descriptor, offset, SEEK_HOLE);
}

bool clinux_reserve(int descriptor, int64_t offset, int64_t length) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, length) == 0;
}

bool clinux_punch(int descriptor, int64_t offset, int64_t length) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, offset, length) == 0;
}

bool clinux_is_tmpfs(int descriptor) {
    struct statfs info;
    return fstatfs(descriptor, &info) == 0 && info.f_type == TMPFS_MAGIC;
}

bool clinux_start_writeback(int descriptor, int64_t offset, int64_t length) {
    return sync_file_range(descriptor, offset, length, SYNC_FILE_RANGE_WRITE) == 0;
}

bool clinux_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC) == 0;
}

bool clinux_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0;
}

struct clinux_semaphore {
    sem_t semaphore;
};

struct clinux_semaphore *clinux_semaphore_new(uint32_t value) {
    struct clinux_semaphore *new = malloc(sizeof *new);
    if (new)
        sem_init(&new->semaphore, 0, value);
    return new;
}

void clinux_semaphore_post(struct clinux_semaphore *semaphore) {
    if (semaphore)
        sem_post(&semaphore->semaphore);
}

void clinux_semaphore_wait(struct clinux_semaphore *semaphore) {
    // A signal wakes it, and is no reason to go on.
    while (semaphore && sem_wait(&semaphore->semaphore) != 0)
        continue;
}

void clinux_semaphore_free(struct clinux_semaphore *semaphore) {
    if (semaphore)
        sem_destroy(&semaphore->semaphore);
    free(semaphore);
}
