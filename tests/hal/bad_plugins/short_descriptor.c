/* SPDX-License-Identifier: MIT */
#define DESCRIPTOR_SIZE 16u
#include "bad_board.h"
