// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "actors/control/api.hpp"
#include "actors/control/api_error.hpp"
#include "actors/control/event_json.hpp"

namespace offhook::control {

/// Which events a subscription is about: topics, and values that must be equal. No patterns beyond
/// a prefix, so that the cost of an event is bounded.
class Selection {
 public:
  Selection() = default;
  /// Every topic must be the name of an event type or a prefix of some, ending in '*'; a topic that
  /// can never match is a typing error.
  static std::variant<Selection, ApiError> make(const SubscribeParams& params);

  [[nodiscard]] bool matches(const PublishedEvent& event) const;

 private:
  std::vector<std::string> topics_;
  EventFilter filter_;
};

}  // namespace offhook::control
