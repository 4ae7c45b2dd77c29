/* SPDX-License-Identifier: MIT */
/* A board as small as the rules allow; each bad plugin defines one macro to break one rule. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "offhook/board.h"
#include "offhook/leds.h"

#ifndef MAJOR
#define MAJOR OFFHOOK_ABI_MAJOR
#endif
#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(struct offhook_plugin)
#endif
#ifndef DESCRIPTOR_SIZE
#define DESCRIPTOR_SIZE sizeof(struct offhook_descriptor)
#endif
#ifndef BOARD_SIZE
#define BOARD_SIZE sizeof(struct offhook_board)
#endif
#ifndef NAME
#define NAME "Bad board"
#endif
#ifndef CREATE_ANSWER
#define CREATE_ANSWER 0
#endif
#ifndef LEDS_SET
#define LEDS_SET set
#endif

static int start(struct offhook_board* board) { return board == NULL; }
static void destroy(struct offhook_board* board) { (void)board; }
static int has_led(struct offhook_board* board, uint32_t led) { return board != NULL && led == 0; }
static inline int set(struct offhook_board* board, uint32_t led, uint32_t rgb) {
  return has_led(board, led) ? 0 * (int)rgb : -ENODEV;
}

static const struct offhook_leds leds = {sizeof leds, 0, has_led, LEDS_SET, NULL, NULL};

static const void* get_extension(struct offhook_board* board, const char* id) {
  return board != NULL && strcmp(id, OFFHOOK_LEDS) == 0 ? &leds : NULL;
}

static struct offhook_board the_board = {BOARD_SIZE, 0, NULL, start, start, destroy, get_extension};

static int create(const struct offhook_host* host, const char* config, struct offhook_board** out) {
  (void)host;
  (void)config;
  if (CREATE_ANSWER == 0) *out = &the_board;
  return CREATE_ANSWER;
}

static const char* const capabilities[] = {OFFHOOK_LEDS, NULL};
static const struct offhook_descriptor descriptor = {
    DESCRIPTOR_SIZE, 0, "org.example.bad", NAME, "Example", "1", capabilities, create};
OFFHOOK_EXPORT const struct offhook_plugin offhook_plugin_entry = {
    PLUGIN_SIZE, MAJOR, OFFHOOK_ABI_MINOR, 0, &descriptor};
