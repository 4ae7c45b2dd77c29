/* SPDX-License-Identifier: MIT */
/* A ringer of the board's own: buzzer, bell or melody chip. Without one the
 * phone rings through the loudspeaker endpoint of audio.h. */
#ifndef OFFHOOK_RINGER_H
#define OFFHOOK_RINGER_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_RINGER "offhook.ringer/1"

enum { OFFHOOK_RING_VOLUME_MAX = 15 };

struct offhook_ringer {
  uint32_t struct_size;
  uint32_t reserved;

  /* Sounds ring `tone` (1 = Ring1, …; a number the board lacks sounds as 1) at `volume` (0 = silent
   * to OFFHOOK_RING_VOLUME_MAX) until stop(). The phone makes the cadence by start() and stop().
   * Starting again changes tone and volume. 0, or -EINVAL for the volume. [control-thread] */
  int (*start)(struct offhook_board* board, uint32_t tone, uint32_t volume);

  /* Silence at once. 0, also when nothing sounded. [control-thread] */
  int (*stop)(struct offhook_board* board);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_RINGER_H */
