// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/grammar.hpp"

namespace offhook::sip::grammar {

std::string one_line(std::string_view text) {
  std::string safe(trim(text));
  for (char& c : safe)
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  return safe;
}

}  // namespace offhook::sip::grammar
