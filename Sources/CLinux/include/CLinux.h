// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// What Linux has beyond POSIX and Swift's Glibc module does not show.

#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <stdint.h>

/// O_TMPFILE: a file that has no name yet.
extern const int clinux_o_tmpfile;

/// fork, in a process without other threads; -1 with errno EAGAIN in one with.
int clinux_fork(void);

/// lseek(SEEK_DATA): the first byte of data at or behind `offset`; the size where only a hole follows; -1 on failure.
int64_t clinux_next_data(int descriptor, int64_t offset, int64_t size);

/// lseek(SEEK_HOLE): the end of the data at `offset`; -1 on failure.
int64_t clinux_next_hole(int descriptor, int64_t offset);

/// Reserves space without changing the file's size (fallocate, FALLOC_FL_KEEP_SIZE).
bool clinux_reserve(int descriptor, int64_t offset, int64_t length);

/// Gives space back (fallocate, FALLOC_FL_PUNCH_HOLE).
bool clinux_punch(int descriptor, int64_t offset, int64_t length);

/// Whether the file lies on tmpfs.
bool clinux_is_tmpfs(int descriptor);

/// Starts to write dirty pages of the range to disk and does not wait (sync_file_range).
bool clinux_start_writeback(int descriptor, int64_t offset, int64_t length);

/// Maps a file of `size` bytes for reading; NULL where that cannot be.
///
/// Bytes that are not there any more when they are looked at, because the file has become shorter or cannot be read, are
/// 0, and make the mapping one that is not whole; they do not end the process.
const void *clinux_map(int descriptor, uint64_t size);
bool clinux_map_is_whole(const void *start);
void clinux_unmap(const void *start, uint64_t size);

/// As pipe2(2), closed by exec: no program that another thread starts gets an end of it.
bool clinux_pipe(int ends[2]);

/// Locks the file for one writer until it is closed, without waiting (flock); errno is EWOULDBLOCK when another has it.
bool clinux_lock(int descriptor);

/// POSIX semaphores of one process; NULL without memory for it.
struct clinux_semaphore;
struct clinux_semaphore *clinux_semaphore_new(uint32_t value);
void clinux_semaphore_post(struct clinux_semaphore *semaphore);
void clinux_semaphore_wait(struct clinux_semaphore *semaphore);
void clinux_semaphore_free(struct clinux_semaphore *semaphore);

#endif
