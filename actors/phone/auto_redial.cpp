// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/auto_redial.hpp"

#include <utility>

namespace offhook::phone {

std::optional<std::chrono::seconds> AutoRedial::was_busy(const std::string& number,
                                                         const std::string& account_id) {
  const auto before = std::exchange(calling_, std::nullopt);
  if (!rules_.enabled || number.empty()) return std::nullopt;
  const int left = before && before->number == number ? before->left - 1 : rules_.times;
  if (left <= 0) return std::nullopt;
  next_ = Attempt{number, account_id, left};
  return rules_.interval;
}

std::optional<AutoRedial::Attempt> AutoRedial::take() {
  calling_ = std::exchange(next_, std::nullopt);
  return calling_;
}

}  // namespace offhook::phone
