/* SPDX-License-Identifier: MIT */
#define NAME ""
#include "bad_board.h"
