/* SPDX-License-Identifier: MIT */
/* What a plugin and the phone must know of each other before anything else: the entry symbol, the
 * board, the host, and events. A capability (hook.h, leds.h, …) is asked for by name and may be
 * missing; the phone then does without it or supplies a fallback.
 *
 * Rules that hold for every header here:
 *  - Plain C11. No exception and no longjmp crosses the border, in either direction.
 *  - An `int` result is 0 (or a count) on success and -errno on failure.
 *  - Text is UTF-8, ends in NUL, and belongs to the giver; the taker copies it before it returns.
 *  - `struct_size` is set by whoever fills the struct in and is the size *they* compiled. New
 *    members are only ever appended, so ask with OFFHOOK_HAS_MEMBER before touching one that was
 *    not in the first release.
 *  - Loading a plugin has no side effects: nothing happens before create().
 *
 * Thread tags:
 *  [control-thread]         the one thread that runs the phone. May take up to 50 ms, no more.
 *  [media-thread]           called every few milliseconds against a deadline: no waiting, heap,
 * lock or logging. Calls for one endpoint never overlap. [any-thread]             thread-safe, may
 * lock: never call it from the media thread. [any-thread, wait-free]  thread-safe, bounded, no
 * system call but a wake-up: from anywhere. */
#ifndef OFFHOOK_BOARD_H
#define OFFHOOK_BOARD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A host refuses another major. Any minor is accepted: sizes tell what is there. */
#define OFFHOOK_ABI_MAJOR 1u
#define OFFHOOK_ABI_MINOR 0u

#if defined(__GNUC__)
#define OFFHOOK_EXPORT __attribute__((visibility("default")))
#else
#define OFFHOOK_EXPORT
#endif

/* Whether the `type` at `p` is long enough, by its own struct_size, to hold `member`. */
#define OFFHOOK_HAS_MEMBER(p, type, member) \
  ((p)->struct_size >= offsetof(type, member) + sizeof((p)->member))

/* Whether the struct at `p` (may be null) has the function `member` and fills it in. */
#define OFFHOOK_OFFERS(p, type, member) \
  ((p) != NULL && OFFHOOK_HAS_MEMBER(p, type, member) && (p)->member != NULL)

/* ---- Events: from the board to the phone ---- */

enum offhook_event_kind {
  OFFHOOK_EVENT_HOOK = 1,   /* source: enum offhook_hook_id; value: 1 off hook, 0 on hook */
  OFFHOOK_EVENT_KEY = 2,    /* source: key code of keypad.h; value: 1 down, 0 up; no repeats */
  OFFHOOK_EVENT_DEVICE = 3, /* source: enum offhook_device; value: 1 added, 0 removed */
  OFFHOOK_EVENT_FAULT = 4   /* source: enum offhook_part; value: -errno, 0 = recovered */
};

/* What can be plugged in and pulled out of a running board. */
enum offhook_device {
  OFFHOOK_DEVICE_HANDSET = 0,
  OFFHOOK_DEVICE_HEADSET = 1,
  OFFHOOK_DEVICE_EXPANSION = 2 /* expansion module with more keys */
};

/* The part of the board that a fault concerns. */
enum offhook_part {
  OFFHOOK_PART_BOARD = 0,
  OFFHOOK_PART_HOOK = 1,
  OFFHOOK_PART_KEYPAD = 2,
  OFFHOOK_PART_LEDS = 3,
  OFFHOOK_PART_RINGER = 4,
  OFFHOOK_PART_DISPLAY = 5,
  OFFHOOK_PART_AUDIO = 6
};

/* 32 bytes, copied by value. */
struct offhook_event {
  uint32_t struct_size;
  uint32_t kind;   /* enum offhook_event_kind; the host ignores kinds it does not know */
  uint64_t at_ns;  /* when it happened, by the host's now_ns(); 0 = the host stamps it */
  uint32_t source; /* what it happened to, see the kind */
  int32_t value;   /* what happened, see the kind */
  uint32_t flags;  /* 0 */
  uint32_t reserved;
};

/* ---- The host: what the phone lends to a board ---- */

enum offhook_log_level {
  OFFHOOK_LOG_DEBUG = 0,
  OFFHOOK_LOG_INFO = 1,
  OFFHOOK_LOG_WARNING = 2,
  OFFHOOK_LOG_ERROR = 3
};

/* Lives from before create() until after destroy(). One host serves one board. */
struct offhook_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  void* context; /* the host's own; hands off */

  /* One line for people, without a line feed. `level`: enum offhook_log_level. [any-thread] */
  void (*log)(const struct offhook_host* host, int level, const char* text);

  /* Hands one event to the phone, which copies it. Events of one thread arrive in order.
   * -EAGAIN: the queue is full and the event is lost, except that for a hook event the newest
   * position is kept and delivered as soon as there is room (0 is returned). -EINVAL: short struct
   * or a source that does not exist. -ENOTSUP: kind not known to this host.
   * [any-thread, wait-free] */
  int (*post)(const struct offhook_host* host, const struct offhook_event* event);

  /* Phone time in nanoseconds, monotonic; virtual in a simulation, so never mix it with the
   * clocks of the operating system. [any-thread, wait-free] */
  uint64_t (*now_ns)(const struct offhook_host* host);

  /* A service beyond these, such as OFFHOOK_HOST_WATCH of watch.h; null if the host has none of
   * that name. What is returned lives as long as the host. [control-thread] */
  const void* (*get_extension)(const struct offhook_host* host, const char* id);
};

/* ---- The board ---- */

/* One phone's hardware. Made by create(), ended by destroy(); a process may hold several. */
struct offhook_board {
  uint32_t struct_size;
  uint32_t reserved;
  void* self; /* the plugin's own; the host never looks */

  /* Starts threads and event delivery. Before it is called the board posts nothing. 0 or -errno;
   * after a failure the host calls destroy() or tries again later. [control-thread] */
  int (*start)(struct offhook_board* board);

  /* Dark, silent, no event after it returns. Endpoints of audio.h that are open stay so, as the
   * media thread may be in transfer(): leave them to close(). May be followed by start() again.
   * 0 or -errno, but stopped in either case. [control-thread] */
  int (*stop)(struct offhook_board* board);

  /* Frees the board, stopping it first if need be. The host has closed every audio endpoint.
   * `board` is gone afterwards. [control-thread] */
  void (*destroy)(struct offhook_board* board);

  /* The capability `id` ("offhook.leds/1"), or null if the board has none of that name. The
   * struct returned is the board's and lives as long as the board. Its functions may be called
   * while the board is stopped and answer -ESHUTDOWN if they need it to run. [control-thread] */
  const void* (*get_extension)(struct offhook_board* board, const char* id);
};

/* ---- The plugin ---- */

/* Constant data; every pointer stays valid while the plugin is loaded. */
struct offhook_descriptor {
  uint32_t struct_size;
  uint32_t reserved;
  const char* id;                  /* reverse DNS: "com.example.desk-phone-7" */
  const char* name;                /* for people: "Desk Phone 7" */
  const char* vendor;              /* for people */
  const char* version;             /* of this plugin: "1.2.0" */
  const char* const* capabilities; /* names that get_extension() may answer, then a null */

  /* Makes a board from `config_json`, a JSON object (never null, "{}" if nothing is configured).
   * Stores it in *out and returns 0; or stores nothing and returns -EINVAL for a bad configuration
   * (say which key through host->log), -ENODEV if the hardware is missing, -EBUSY if another
   * process has it, -ENOMEM. Does not start anything. [control-thread] */
  int (*create)(const struct offhook_host* host, const char* config_json,
                struct offhook_board** out);
};

struct offhook_plugin {
  uint32_t struct_size;
  uint32_t abi_major; /* OFFHOOK_ABI_MAJOR */
  uint32_t abi_minor; /* OFFHOOK_ABI_MINOR */
  uint32_t reserved;
  const struct offhook_descriptor* descriptor;
};

/* The one symbol a plugin exports. Compile the rest with -fvisibility=hidden. */
OFFHOOK_EXPORT extern const struct offhook_plugin offhook_plugin_entry;

#ifdef __cplusplus
}
static_assert(sizeof(offhook_event) == 32, "events are copied by value across the border");
#else
_Static_assert(sizeof(struct offhook_event) == 32, "events are copied by value across the border");
#endif

#endif /* OFFHOOK_BOARD_H */
