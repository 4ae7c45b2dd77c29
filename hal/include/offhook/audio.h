/* SPDX-License-Identifier: MIT */
/* Sound: the transducers of a phone, each an endpoint with a microphone and a speaker. Samples are
 * mono, signed 16 bit, native byte order. */
#ifndef OFFHOOK_AUDIO_H
#define OFFHOOK_AUDIO_H

#include "offhook/board.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OFFHOOK_AUDIO "offhook.audio/1"

enum offhook_endpoint {
  OFFHOOK_ENDPOINT_HANDSET = 0,
  OFFHOOK_ENDPOINT_HEADSET = 1,
  OFFHOOK_ENDPOINT_SPEAKER = 2, /* hands-free: built-in microphone and loudspeaker */
  OFFHOOK_ENDPOINT_COUNT = 3
};

enum offhook_direction { OFFHOOK_DIRECTION_MICROPHONE = 0, OFFHOOK_DIRECTION_SPEAKER = 1 };

struct offhook_audio_format {
  uint32_t struct_size;
  uint32_t rate_hz;        /* in: wanted; out: given */
  uint32_t frames;         /* in: samples in one transfer(); out: given */
  uint32_t latency_frames; /* in: wanted delay from transfer() to the air and back, 0 = least;
                              out: the delay there is, as the echo canceller needs it */
};

struct offhook_audio {
  uint32_t struct_size;
  uint32_t reserved;

  /* Whether the board has `endpoint` (enum offhook_endpoint): 1 or 0. [control-thread] */
  int (*has_endpoint)(struct offhook_board* board, uint32_t endpoint);

  /* Opens `endpoint`. The board may change *format to what it can do; the phone takes that or
   * closes. Everything transfer() needs is allocated here. 0, -ENODEV, -EBUSY if open already,
   * -EINVAL for a format without a near match. [control-thread] */
  int (*open)(struct offhook_board* board, uint32_t endpoint, struct offhook_audio_format* format);

  /* Closes it; the phone has made sure that transfer() is not running and comes no more.
   * 0, also if it was not open. [control-thread] */
  int (*close)(struct offhook_board* board, uint32_t endpoint);

  /* One period: takes `frames` samples from `speaker` and puts as many into `mic`. Either may be
   * null: silence is played, what was heard is dropped. `frames` is what open() gave. Never waits:
   * what is not there yet is filled with silence. 0; -EPIPE after an overrun or underrun, which the
   * board has mended; -ENODEV once the hardware is gone; mic is filled in any case.
   * [media-thread] */
  int (*transfer)(struct offhook_board* board, uint32_t endpoint, int16_t* mic,
                  const int16_t* speaker, uint32_t frames);

  /* A descriptor that is readable when the next transfer() is due, so that the device's clock
   * drives the phone; the board's own, valid until close(). -ENOTSUP: the phone uses its timer.
   * Optional. [control-thread] */
  int (*period_fd)(struct offhook_board* board, uint32_t endpoint);

  /* Connects the analogue paths: the microphone of one endpoint and the speakers of a set
   * (bit n = endpoint n), as group listening needs. Optional, for boards where endpoints share a
   * codec; without it open endpoints are independent. 0 or -EINVAL. [control-thread] */
  int (*route)(struct offhook_board* board, uint32_t microphone_of, uint32_t speakers);

  /* Analogue gain in hundredths of a decibel, 0 = the board's nominal. `direction`: enum
   * offhook_direction. The board takes the nearest it has. Optional; without it the phone scales
   * samples. 0, -ENODEV or -EINVAL. [control-thread] */
  int (*set_gain)(struct offhook_board* board, uint32_t endpoint, uint32_t direction,
                  int32_t centibel);

  /* Cuts the microphone of `endpoint` in hardware (1) or restores it (0). Optional; without it the
   * phone sends silence. 0 or -ENODEV. [control-thread] */
  int (*set_mute)(struct offhook_board* board, uint32_t endpoint, int muted);
};

/* Sound processing in the board, so that the phone leaves it out of its own chain. */
#define OFFHOOK_DSP "offhook.dsp/1"

enum offhook_dsp_function {
  OFFHOOK_DSP_ECHO_CANCELLATION = 1 << 0,
  OFFHOOK_DSP_NOISE_SUPPRESSION = 1 << 1,
  OFFHOOK_DSP_GAIN_CONTROL = 1 << 2,
  OFFHOOK_DSP_SIDE_TONE = 1 << 3
};

struct offhook_dsp {
  uint32_t struct_size;
  uint32_t reserved;

  /* What the board can do at `endpoint`: a set of enum offhook_dsp_function. [control-thread] */
  uint32_t (*functions)(struct offhook_board* board, uint32_t endpoint);

  /* Switches exactly `functions` on and the others off. 0, or -ENOTSUP if one is not offered and
   * nothing changed. [control-thread] */
  int (*enable)(struct offhook_board* board, uint32_t endpoint, uint32_t functions);
};

#ifdef __cplusplus
}
#endif

#endif /* OFFHOOK_AUDIO_H */
