/* SPDX-License-Identifier: MIT */
#define MAJOR 2u
#include "bad_board.h"
