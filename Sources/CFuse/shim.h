#define FUSE_USE_VERSION 312

#include <fuse_lowlevel.h>
#include <stdbool.h>

/// Later versions of the library have macros in the place of this function.
static inline struct fuse_session *cfuse_session_new(
    struct fuse_args *arguments, const struct fuse_lowlevel_ops *operations, void *context) {
    return fuse_session_new(arguments, operations, sizeof *operations, context);
}

/// What an open file tells the kernel: its cached pages stay good; closing it needs no word.
static inline void cfuse_open_flags(struct fuse_file_info *file, bool keeps_cache, bool needs_no_flush) {
    file->keep_cache = keeps_cache;
    file->noflush = needs_no_flush;
}
