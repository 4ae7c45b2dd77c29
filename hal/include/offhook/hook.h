/* SPDX-License-Identifier: MIT */
/* Hook switches, and whether handset and headset are plugged in. Edges arrive as OFFHOOK_EVENT_HOOK
 * and OFFHOOK_EVENT_DEVICE, raw: the phone debounces them. */
#ifndef OFFHOOK_HOOK_H
#define OFFHOOK_HOOK_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_HOOK "offhook.hook/1"

enum offhook_hook_id {
  OFFHOOK_HOOK_CRADLE = 0,  /* under the handset */
  OFFHOOK_HOOK_HEADSET = 1, /* the headset's own: electronic hook switch, or USB telephony */
  OFFHOOK_HOOK_COUNT = 2
};

struct offhook_hook {
  uint32_t struct_size;
  uint32_t reserved;

  /* The position of `hook` (enum offhook_hook_id) now: 1 off hook, 0 on hook, -ENODEV if the board
   * has no such switch. The phone asks once after start(); later it trusts the events.
   * [control-thread] */
  int (*position)(struct offhook_board* board, uint32_t hook);

  /* Whether `device` (enum offhook_device) is plugged in: 1, 0, or -ENODEV if the board cannot
   * tell. Optional; without it handset and headset count as present. [control-thread] */
  int (*plugged)(struct offhook_board* board, uint32_t device);

  /* For how many milliseconds the board has debounced `hook` before it posts; 0 = raw.
   * Optional; without it 0. [control-thread] */
  uint32_t (*debounced_ms)(struct offhook_board* board, uint32_t hook);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_HOOK_H */
