/* SPDX-License-Identifier: MIT */
#define BOARD_SIZE 32u
#include "bad_board.h"
