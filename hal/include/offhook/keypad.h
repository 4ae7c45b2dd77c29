/* SPDX-License-Identifier: MIT */
/* Keys. A press is OFFHOOK_EVENT_KEY with value 1, the release the same with value 0; a board sends
 * no repeats. Codes say what is printed on the key, not where it sits in the matrix. */
#ifndef OFFHOOK_KEYPAD_H
#define OFFHOOK_KEYPAD_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_KEYPAD "offhook.keypad/1"

/* The twelve keys of the dial are their ASCII characters: '0' to '9', '*', '#'. */
enum offhook_key {
  OFFHOOK_KEY_POUND = 0x23,
  OFFHOOK_KEY_STAR = 0x2a,
  OFFHOOK_KEY_0 = 0x30,
  OFFHOOK_KEY_9 = 0x39,

  OFFHOOK_KEY_HOLD = 0x100,
  OFFHOOK_KEY_TRANSFER = 0x101,
  OFFHOOK_KEY_CONFERENCE = 0x102,
  OFFHOOK_KEY_MUTE = 0x103,
  OFFHOOK_KEY_SPEAKER = 0x104,
  OFFHOOK_KEY_HEADSET = 0x105,
  OFFHOOK_KEY_REDIAL = 0x106,
  OFFHOOK_KEY_MESSAGE = 0x107,
  OFFHOOK_KEY_VOLUME_UP = 0x108,
  OFFHOOK_KEY_VOLUME_DOWN = 0x109,
  OFFHOOK_KEY_OK = 0x10a,
  OFFHOOK_KEY_CANCEL = 0x10b,
  OFFHOOK_KEY_UP = 0x10c,
  OFFHOOK_KEY_DOWN = 0x10d,
  OFFHOOK_KEY_LEFT = 0x10e,
  OFFHOOK_KEY_RIGHT = 0x10f,
  OFFHOOK_KEY_MENU = 0x110,
  OFFHOOK_KEY_DIRECTORY = 0x111,
  OFFHOOK_KEY_DO_NOT_DISTURB = 0x112,
  OFFHOOK_KEY_GROUP_LISTEN = 0x113,

  OFFHOOK_KEY_SOFT_BASE = 0x200, /* OFFHOOK_KEY_SOFT(n) */
  OFFHOOK_KEY_LINE_BASE = 0x300, /* OFFHOOK_KEY_LINE(n) */
  OFFHOOK_KEY_DSS_BASE = 0x400   /* OFFHOOK_KEY_DSS(n) */
};

/* Keys that there are several of: under the display, call appearances, programmable. n counts from
 * 1, at most 255. */
#define OFFHOOK_KEY_SOFT(n) ((uint32_t)OFFHOOK_KEY_SOFT_BASE + (uint32_t)(n))
#define OFFHOOK_KEY_LINE(n) ((uint32_t)OFFHOOK_KEY_LINE_BASE + (uint32_t)(n))
#define OFFHOOK_KEY_DSS(n) ((uint32_t)OFFHOOK_KEY_DSS_BASE + (uint32_t)(n))

struct offhook_keypad {
  uint32_t struct_size;
  uint32_t reserved;

  /* Whether the board has the key: 1 or 0. Soft, line and programmable keys are numbered without
   * gaps, so the phone counts until the first 0. [control-thread] */
  int (*has_key)(struct offhook_board* board, uint32_t code);

  /* Whether the key is held down now: 1, 0, or -ENODEV. Optional; the phone asks after it lost
   * events, to release what is not pressed any more. [control-thread] */
  int (*is_down)(struct offhook_board* board, uint32_t code);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_KEYPAD_H */
