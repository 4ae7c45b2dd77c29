/* SPDX-License-Identifier: MIT */
#define LEDS_SET NULL
#include "bad_board.h"
