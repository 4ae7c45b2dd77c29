/* SPDX-License-Identifier: MIT */
#define PLUGIN_SIZE 0u
#include "bad_board.h"
