/* SPDX-License-Identifier: MIT */
/* The other side of a simulated board: fingers, eyes, mouth and ear. Only simulators and the
 * conformance kit ask for it; a board with real hardware leaves it out. */
#ifndef OFFHOOK_SIM_H
#define OFFHOOK_SIM_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_SIM "offhook.sim/1"

struct offhook_sim_led {
  uint32_t struct_size;
  uint32_t rgb;    /* 0 = dark */
  uint32_t on_ms;  /* both 0 = steady */
  uint32_t off_ms; /* set by blink() of leds.h */
};

struct offhook_sim_ring {
  uint32_t struct_size;
  uint32_t sounding; /* 1 between start() and stop() */
  uint32_t tone;
  uint32_t volume;
};

struct offhook_sim_audio {
  uint32_t struct_size;
  uint32_t is_open;
  uint32_t rate_hz; /* 0 while closed */
  uint32_t frames;
  uint32_t muted;
  uint32_t microphone_routed; /* by route() of audio.h */
  uint32_t speaker_routed;
  int32_t microphone_centibel;
  int32_t speaker_centibel;
  uint32_t dsp_functions; /* switched on, enum offhook_dsp_function */
  uint64_t played;        /* samples the phone has played since open() */
  uint64_t unheard;       /* of these, lost because nobody called hear() in time */
};

enum offhook_sim_change {
  OFFHOOK_SIM_CHANGED_LED = 1,       /* index: LED of leds.h */
  OFFHOOK_SIM_CHANGED_LINE = 2,      /* index: display row */
  OFFHOOK_SIM_CHANGED_SOFT_KEY = 3,  /* index: soft key from 1 */
  OFFHOOK_SIM_CHANGED_BACKLIGHT = 4, /* index: percent */
  OFFHOOK_SIM_CHANGED_RINGER = 5,
  OFFHOOK_SIM_CHANGED_AUDIO = 6 /* index: endpoint; opened, closed, routed, gain, mute, dsp */
};

/* Told after something a person could see or hear has changed; not when it was set to what it
 * was. `changed` runs inside the call that made the change and may read the board, not change it.
 * [control-thread] */
struct offhook_sim_observer {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  void (*changed)(void* context, uint32_t what, uint32_t index);
};

struct offhook_sim {
  uint32_t struct_size;
  uint32_t reserved;

  /* Lifts (1) or replaces (0) and posts the event, also when that is where it was: a bouncing
   * contact does so too. 0, -EINVAL, or what post() said. [control-thread] */
  int (*set_hook)(struct offhook_board* board, uint32_t hook, int off_hook);

  /* Presses (1) or releases (0) a key. 0, -ENODEV if the board has none such, or what post()
   * said. [control-thread] */
  int (*set_key)(struct offhook_board* board, uint32_t code, int down);

  /* Plugs in (1) or pulls out (0) an enum offhook_device. 0, -EINVAL, or what post() said.
   * [control-thread] */
  int (*set_plugged)(struct offhook_board* board, uint32_t device, int plugged);

  /* Breaks an enum offhook_part: its functions fail with `error` (-errno) until 0 repairs it.
   * Posts the fault. 0, -EINVAL, or what post() said. [control-thread] */
  int (*set_fault)(struct offhook_board* board, uint32_t part, int error);

  /* What `led` shows. 0, or -ENODEV. [control-thread] */
  int (*led)(struct offhook_board* board, uint32_t led, struct offhook_sim_led* out);

  /* Copies the text of a display row into `out`, cut to `size` with its NUL. Returns its length in
   * bytes, or -EINVAL. [control-thread] */
  int (*line)(struct offhook_board* board, uint32_t row, char* out, size_t size);

  /* The same for a soft-key label, from 1. [control-thread] */
  int (*soft_key)(struct offhook_board* board, uint32_t key, char* out, size_t size);

  /* Backlight in percent. [control-thread] */
  int (*backlight)(struct offhook_board* board);

  /* What the ringer does. 0. [control-thread] */
  int (*ring)(struct offhook_board* board, struct offhook_sim_ring* out);

  /* How `endpoint` is set up. 0 or -EINVAL. [control-thread] */
  int (*audio)(struct offhook_board* board, uint32_t endpoint, struct offhook_sim_audio* out);

  /* Speaks `frames` samples, at the rate given by open(), into the microphone. Returns how many
   * fitted the queue; they are heard one transfer() after the other. -ENOTCONN while the endpoint
   * is closed. The media thread may be in transfer() meanwhile. [control-thread] */
  int (*speak)(struct offhook_board* board, uint32_t endpoint, const int16_t* samples,
               uint32_t frames);

  /* Takes up to `frames` played samples, oldest first, into `samples` (null: throws them away).
   * Returns how many there were. The queue is bounded: a full one loses the newest, counted in
   * `unheard`. -ENOTCONN while closed. The media thread may be in transfer() meanwhile.
   * [control-thread] */
  int (*hear)(struct offhook_board* board, uint32_t endpoint, int16_t* samples, uint32_t frames);

  /* Replaces the observer, copying the struct; null for none. 0. [control-thread] */
  int (*observe)(struct offhook_board* board, const struct offhook_sim_observer* observer);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_SIM_H */
