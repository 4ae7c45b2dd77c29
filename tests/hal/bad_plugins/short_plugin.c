/* SPDX-License-Identifier: MIT */
#define PLUGIN_SIZE 12u
#include "bad_board.h"
