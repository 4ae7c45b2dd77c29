// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/message.hpp"

namespace offhook::call {

/// Places that one call is tried at, the first among them; a redirecting loop ends here.
inline constexpr std::size_t max_redirects = 5;

/// Where a redirected call goes next (RFC 3261 §8.1.3.4): each URI once, higher q first, and those
/// of a later redirection before what an earlier one left over.
class TargetSet {
 public:
  explicit TargetSet(std::string first) { tried_.push_back(std::move(first)); }

  /// The Contacts of a 300, 301 or 302 that may be tried: SIP or SIPS, never less secure than the
  /// first target. Anything else of the 3xx class is for people: 305 asks to trust a proxy that a
  /// stranger names, 380 means another service (§21.3.4, §21.3.5).
  void add(const sip::Message& redirection);

  /// The next one to try; "" when there is none or the limit is reached.
  [[nodiscard]] std::string next();

 private:
  [[nodiscard]] bool is_known(std::string_view uri) const;

  std::vector<std::string> tried_;
  std::vector<std::string> waiting_;  ///< in order
};

}  // namespace offhook::call
