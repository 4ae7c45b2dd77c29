// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace offhook::act {

/// A hundred type ids for each folder of messages; 0 for a folder that has none.
constexpr unsigned first_type_id(std::string_view folder) {
  constexpr std::string_view folders[] = {"transport",    "transaction",  "dialog", "call",
                                          "registration", "subscription", "device", "phone",
                                          "control",      "media",        "sim"};
  unsigned first = 1000;
  for (auto name : folders) {
    if (name == folder) return first;
    first += 100;
  }
  return 0;
}

}  // namespace offhook::act
