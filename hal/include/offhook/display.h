/* SPDX-License-Identifier: MIT */
/* A text display: rows of characters, soft-key labels below them, a backlight. */
#ifndef OFFHOOK_DISPLAY_H
#define OFFHOOK_DISPLAY_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_DISPLAY "offhook.display/1"

struct offhook_display_size {
  uint32_t struct_size;
  uint32_t columns;   /* characters in a row */
  uint32_t rows;      /* without the row of soft-key labels */
  uint32_t soft_keys; /* labels, each above its key; 0 = none */
};

struct offhook_display {
  uint32_t struct_size;
  uint32_t reserved;

  /* Fills in *size, whose struct_size the host has set. Constant while the board runs.
   * 0 or -ENODEV. [control-thread] */
  int (*size)(struct offhook_board* board, struct offhook_display_size* size);

  /* Replaces row `row` (from 0) by `utf8`. Longer text is cut at the last whole character that
   * fits, shorter text leaves the rest blank. 0, or -EINVAL if there is no such row.
   * [control-thread] */
  int (*set_line)(struct offhook_board* board, uint32_t row, const char* utf8);

  /* Labels soft key `key` (from 1); "" takes the label away. 0 or -EINVAL. Optional, as boards
   * without soft keys leave it out. [control-thread] */
  int (*set_soft_key)(struct offhook_board* board, uint32_t key, const char* utf8);

  /* Backlight from 0 (off) to 100 percent. 0 or -EINVAL. Optional. [control-thread] */
  int (*set_backlight)(struct offhook_board* board, uint32_t percent);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_DISPLAY_H */
