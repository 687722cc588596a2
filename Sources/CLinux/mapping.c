// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#define _GNU_SOURCE
#include "CLinux.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

// What the handler of SIGBUS may look at: no lock, no memory of the heap. An address of 0 is a free place.
enum { PLACES = 16 };
static struct {
    _Atomic uintptr_t start;
    _Atomic uintptr_t end;
    atomic_bool isLost;
} places[PLACES];

static struct sigaction before;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t page_size;

// Puts a page of zeros in the place of one that is not there. mmap is a plain system call.
static void lost(int number, siginfo_t *info, void *context) {
    uintptr_t address = (uintptr_t)info->si_addr;
    (void)context;
    for (int i = 0; i < PLACES; i++) {
        uintptr_t start = atomic_load(&places[i].start);
        if (start == 0 || address < start || address >= atomic_load(&places[i].end)) continue;
        void *page = (void *)(address & ~(page_size - 1));
        if (mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) break;
        atomic_store(&places[i].isLost, true);
        return;
    }
    // Not ours: what would have been done without us happens when the instruction is tried again.
    sigaction(number, &before, NULL);
}

static void prepare(void) {
    struct sigaction action = {.sa_sigaction = lost, .sa_flags = SA_SIGINFO};
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &before);
}

const void *clinux_map(int descriptor, uint64_t size) {
    void *start = NULL;
    if (size == 0 || size > SIZE_MAX / 2) return NULL;
    pthread_once(&once, prepare);
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PLACES; i++) {
        if (atomic_load(&places[i].start) != 0) continue;
        start = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (start == MAP_FAILED) {
            start = NULL;
            break;
        }
        atomic_store(&places[i].isLost, false);
        atomic_store(&places[i].end, (uintptr_t)start + size);
        atomic_store(&places[i].start, (uintptr_t)start);
        break;
    }
    pthread_mutex_unlock(&lock);
    return start;
}

bool clinux_map_is_whole(const void *start) {
    for (int i = 0; i < PLACES; i++) {
        if (atomic_load(&places[i].start) == (uintptr_t)start) return !atomic_load(&places[i].isLost);
    }
    return false;
}

void clinux_unmap(const void *start, uint64_t size) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PLACES; i++) {
        if (atomic_load(&places[i].start) == (uintptr_t)start) atomic_store(&places[i].start, 0);
    }
    munmap((void *)(uintptr_t)start, size);
    pthread_mutex_unlock(&lock);
}
