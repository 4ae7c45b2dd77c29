// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include <boost/json/object.hpp>

namespace offhook::sim::swarm {

/// A fault of the phone, put between it and those who watch it: what a test plants to see whether
/// they find it. A function that is null changes nothing; all are asked for each message of each
/// phone.
struct Plant {
  std::function<bool(std::string_view octets)>
      ignores{};  ///< came to the phone, which does nothing
  std::function<bool(std::string_view octets)> keeps_back{};         ///< should be sent, and is not
  std::function<bool(const boost::json::object& event)> conceals{};  ///< happened, and is not told
};

}  // namespace offhook::sim::swarm
