// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/hidden_digits.hpp"

#include <algorithm>

namespace offhook::phone {

std::string shown_number(std::string number, const HiddenDigits& hidden) {
  if (hidden.after.empty() || !number.starts_with(hidden.after)) return number;
  const auto first = hidden.after.size();
  const auto count = std::min(hidden.count, number.size() - first);
  number.replace(first, count, count, '*');
  return number;
}

}  // namespace offhook::phone
