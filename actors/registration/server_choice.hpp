// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/sip/account.hpp"

namespace offhook::registration {

/// Which of an account's servers is in use. A round tries each once, beginning with the present.
class ServerChoice {
 public:
  /// `servers` is not empty.
  explicit ServerChoice(std::vector<sip::RegistrarServer> servers) : servers_(std::move(servers)) {}

  [[nodiscard]] const sip::RegistrarServer& current() const { return servers_[index_]; }
  [[nodiscard]] const sip::RegistrarServer& primary() const { return servers_.front(); }
  [[nodiscard]] const std::vector<sip::RegistrarServer>& all() const { return servers_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] bool is_primary() const { return index_ == 0; }
  [[nodiscard]] bool is_last_of_round() const { return tried_ + 1 >= servers_.size(); }

  /// The present server failed. False: so did all, and the next round begins with the first.
  bool advance() {
    if (is_last_of_round()) {
      select(0);
      return false;
    }
    ++tried_;
    index_ = (index_ + 1) % servers_.size();
    return true;
  }
  /// A new round begins with that server.
  void select(std::size_t index) {
    index_ = index;
    tried_ = 0;
  }

  /// When to try the first server again; nullopt if it is in use, or if something else than time
  /// decides. `ttl` is what DNS says of the first server.
  [[nodiscard]] std::optional<Instant> failback_after(
      std::optional<std::chrono::seconds> ttl) const {
    if (is_primary()) return std::nullopt;
    switch (primary().failback_mode) {
      case sip::FailbackMode::when_it_answers:
        return probe_interval;
      case sip::FailbackMode::dns_ttl:
        return std::max<Instant>(ttl.value_or(unknown_ttl), shortest_ttl);
      case sip::FailbackMode::after_a_time:
        if (primary().failback_timeout.count() == 0) return std::nullopt;
        return primary().failback_timeout;
      case sip::FailbackMode::at_renewal:
        return std::nullopt;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool fails_back_at_renewal() const {
    return !is_primary() && primary().failback_mode == sip::FailbackMode::at_renewal;
  }
  [[nodiscard]] bool probes_before_failback() const {
    return primary().failback_mode == sip::FailbackMode::when_it_answers;
  }
  [[nodiscard]] bool waits_for_idle() const { return !probes_before_failback(); }

  static constexpr Instant probe_interval = std::chrono::seconds{30};
  static constexpr std::chrono::seconds unknown_ttl{300};
  static constexpr Instant shortest_ttl = std::chrono::seconds{30};

 private:
  std::vector<sip::RegistrarServer> servers_;
  std::size_t index_ = 0;
  std::size_t tried_ = 0;  ///< failed in this round
};

}  // namespace offhook::registration
