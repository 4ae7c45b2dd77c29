// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/status.hpp"

#include <cstdio>
#include <cstdlib>

namespace offhook {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "offhook: broken invariant: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace offhook
