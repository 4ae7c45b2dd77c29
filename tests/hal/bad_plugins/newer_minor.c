/* SPDX-License-Identifier: MIT */
#define PLUGIN_SIZE (sizeof(struct offhook_plugin) + 64)
#define DESCRIPTOR_SIZE (sizeof(struct offhook_descriptor) + 64)
#include "bad_board.h"
