/* SPDX-License-Identifier: MIT */
#define CREATE_ANSWER (-ENODEV)
#include "bad_board.h"
