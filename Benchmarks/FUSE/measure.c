// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// Compares how fast two files are read, by turns, with nothing of them in the page cache.
//
//     measure ROUNDS OURS THEIRS      medians of rates, and of ratios (above 1: ours is faster)
//     measure flip FILE STRIDE        flips a bit each STRIDE bytes

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RANDOM_READS = 20000, PIECE = 128 << 10, SMALL = 4 << 10, MAX_ROUNDS = 99 };

static char room[PIECE];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int open_cold(const char *path, off_t *size) {
    struct stat info;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &info) != 0) fail(path);
    if (posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) fail(path);
    *size = info.st_size;
    return file;
}

/// Bytes a second.
static double sequential(const char *path) {
    off_t size;
    int file = open_cold(path, &size);
    double begin = now();
    for (off_t done = 0; done < size;) {
        ssize_t got = pread(file, room, PIECE, done);
        if (got <= 0) fail(path);
        done += got;
    }
    double rate = (double)size / (now() - begin);
    close(file);
    return rate;
}

/// Reads a second.
static double scattered(const char *path, uint64_t seed) {
    off_t size;
    int file = open_cold(path, &size);
    if (posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM) != 0) fail(path);
    double begin = now();
    for (int i = 0; i < RANDOM_READS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        off_t at = (off_t)((seed >> 20) % (uint64_t)(size / SMALL)) * SMALL;
        if (pread(file, room, SMALL, at) != SMALL) fail(path);
    }
    double rate = RANDOM_READS / (now() - begin);
    close(file);
    return rate;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

static void flip(const char *path, long stride) {
    off_t size;
    int file = open(path, O_RDWR);
    struct stat info;
    if (file < 0 || fstat(file, &info) != 0 || stride <= 0) fail(path);
    size = info.st_size;
    for (off_t at = stride / 3; at < size; at += stride) {
        unsigned char byte;
        if (pread(file, &byte, 1, at) != 1) fail(path);
        byte ^= 1 << (at % 7);
        if (pwrite(file, &byte, 1, at) != 1) fail(path);
    }
    close(file);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "flip") == 0) {
        flip(argv[2], atol(argv[3]));
        return 0;
    }
    int rounds = argc == 4 ? atoi(argv[1]) : 0;
    if (rounds < 1 || rounds > MAX_ROUNDS) return 64;
    double ours[2][MAX_ROUNDS], theirs[2][MAX_ROUNDS], ratios[2][MAX_ROUNDS];
    for (int i = 0; i < rounds; i++) {
        theirs[0][i] = sequential(argv[3]);
        ours[0][i] = sequential(argv[2]);
        theirs[1][i] = scattered(argv[3], (uint64_t)i);
        ours[1][i] = scattered(argv[2], (uint64_t)i);
        for (int kind = 0; kind < 2; kind++) ratios[kind][i] = ours[kind][i] / theirs[kind][i];
    }
    printf("                  data.bin      memory only   ratio   goal\n");
    printf("sequential        %4.2f GB/s     %4.2f GB/s     %.2f    0.60\n", median(ours[0], rounds) / 1e9,
        median(theirs[0], rounds) / 1e9, median(ratios[0], rounds));
    printf("4 KiB, random     %5.1f k/s     %5.1f k/s     %.2f    0.75\n", median(ours[1], rounds) / 1e3,
        median(theirs[1], rounds) / 1e3, median(ratios[1], rounds));
    return 0;
}
