/* SPDX-License-Identifier: MIT */
/* Indicators. */
#ifndef OFFHOOK_LEDS_H
#define OFFHOOK_LEDS_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_LEDS "offhook.leds/1"

enum offhook_led {
  OFFHOOK_LED_POWER = 0,
  OFFHOOK_LED_MESSAGE = 1,
  OFFHOOK_LED_HEADSET = 2,
  OFFHOOK_LED_SPEAKER = 3,
  OFFHOOK_LED_MUTE = 4,
  /* What USB telephony calls the Off-Hook and Ring indicators (HID usage page 08h, 17h and 18h).
   * Many headsets accept their mute and hook buttons only while the host lights these. */
  OFFHOOK_LED_CALL = 5,
  OFFHOOK_LED_RING = 6,

  OFFHOOK_LED_LINE_BASE = 0x300, /* OFFHOOK_LED_LINE(n) */
  OFFHOOK_LED_DSS_BASE = 0x400   /* OFFHOOK_LED_DSS(n) */
};

/* n counts from 1, at most 255: the LED in or beside the key of the same number. */
#define OFFHOOK_LED_LINE(n) ((uint32_t)OFFHOOK_LED_LINE_BASE + (uint32_t)(n))
#define OFFHOOK_LED_DSS(n) ((uint32_t)OFFHOOK_LED_DSS_BASE + (uint32_t)(n))

struct offhook_leds {
  uint32_t struct_size;
  uint32_t reserved;

  /* Whether the board has `led`: 1 or 0. [control-thread] */
  int (*has_led)(struct offhook_board* board, uint32_t led);

  /* Lights `led` steadily in `rgb` (0xRRGGBB, 0 = dark) until the next call, ending a blink. A
   * board shows the nearest colour it has, never dark for a colour that is not 0.
   * 0 or -ENODEV if there is no such LED. [control-thread] */
  int (*set)(struct offhook_board* board, uint32_t led, uint32_t rgb);

  /* Blinks `led`: `rgb` for `on_ms`, dark for `off_ms`, beginning now with `rgb`, until the next
   * call. 0, -ENODEV, or -EINVAL for a period it cannot do. Optional; without it the phone calls
   * set() by its own timer. [control-thread] */
  int (*blink)(struct offhook_board* board, uint32_t led, uint32_t rgb, uint32_t on_ms,
               uint32_t off_ms);

  /* The colour channels of `led` as a mask in the form of `rgb`: 0x00ff00 = green only. 0 if there
   * is no such LED. Optional; without it every LED counts as 0xffffff. [control-thread] */
  uint32_t (*channels)(struct offhook_board* board, uint32_t led);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_LEDS_H */
