/* SPDX-License-Identifier: MIT */
/* A service of the host: a board with file descriptors need not run threads of its own. A host may
 * lack it (a simulation does); the board then starts a thread or works without. */
#ifndef OFFHOOK_WATCH_H
#define OFFHOOK_WATCH_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_HOST_WATCH "offhook.host-watch/1"

/* Called when `fd` is readable, has an error or was closed at the other end. Read until -EAGAIN.
 * [control-thread] */
typedef void (*offhook_fd_ready)(void* context, int fd);

struct offhook_host_watch {
  uint32_t struct_size;
  uint32_t reserved;

  /* Calls ready(context, fd) whenever `fd` is readable, until unwatch(). The descriptor stays the
   * board's, which keeps it open meanwhile. 0, -EEXIST if watched already, -EBADF.
   * [control-thread] */
  int (*watch)(const struct offhook_host* host, int fd, offhook_fd_ready ready, void* context);

  /* No call for `fd` after it returns. May be called from ready(). 0 or -ENOENT.
   * [control-thread] */
  int (*unwatch)(const struct offhook_host* host, int fd);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_WATCH_H */
