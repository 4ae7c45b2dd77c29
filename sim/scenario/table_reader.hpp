// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "actors/base/clock.hpp"
#include "sim/scenario/place.hpp"

namespace offhook::sim::scenario {

/// Reads the keys of one table; every fault is kept, and a key without a handler is one. A handler
/// writes where its reference points.
class TableReader {
 public:
  using Handler = std::function<void(const toml::node&)>;
  explicit TableReader(Faults& faults) : faults_(faults) {}

  void read(const toml::table& table, std::string_view name,
            const std::map<std::string, Handler, std::less<>>& handlers);

  Handler text(std::string& into);
  Handler flag(bool& into);
  Handler whole(std::int64_t& into, std::int64_t low, std::int64_t high);
  /// "60s"
  Handler seconds(std::chrono::seconds& into, std::chrono::seconds low, std::chrono::seconds high);
  /// A list of some of these words; each found one is told.
  Handler words(std::map<std::string, std::function<void()>, std::less<>> known);
  Handler table(std::function<void(const toml::table&)> take);

  void fault(const toml::node& node, std::string_view what);

 private:
  Faults& faults_;
};

}  // namespace offhook::sim::scenario
