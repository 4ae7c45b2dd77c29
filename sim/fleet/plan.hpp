// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/status.hpp"

namespace offhook::sim::fleet {

/// What a fleet of phones is to do: call each other, at a steady rate, for a while.
struct Plan {
  std::size_t phones = 0;
  double calls_per_second = 1;
  std::chrono::milliseconds hold{10'000};      ///< from the answer to the BYE
  std::chrono::milliseconds duration{60'000};  ///< calls are begun for so long
  std::chrono::milliseconds ring{100};         ///< until the called phone answers
  double registers_per_second = 100;
  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Two phones for every call that is up at one time, with a margin for set-up and goodbye.
[[nodiscard]] std::size_t phones_needed(const Plan& plan);

/// InvalidArgument, saying what would work, if the phones cannot carry that rate; or for a plan
/// that makes no sense.
[[nodiscard]] absl::Status check(const Plan& plan);

/// The same load on several shoulders: phones and rate divided, as evenly as it goes.
[[nodiscard]] std::vector<Plan> split(const Plan& plan, std::size_t parts);

/// Calls that are begun in `duration`; the k-th one is due at k / calls_per_second.
[[nodiscard]] std::size_t calls_planned(const Plan& plan);
[[nodiscard]] Instant due_time(std::size_t call, double calls_per_second);

/// Who a phone is at the server.
struct User {
  std::string name;
  std::string password;
  friend bool operator==(const User&, const User&) = default;
};

/// One user a line: name, blank or ':' or ',', password. '#' begins a comment. InvalidArgument with
/// `file` and line.
[[nodiscard]] absl::StatusOr<std::vector<User>> parse_users(std::string_view text,
                                                            const std::string& file);

/// Extensions from `first` on; "{user}" in the template stands for the extension.
[[nodiscard]] std::vector<User> number_users(std::uint64_t first, std::size_t count,
                                             std::string_view password_template);

}  // namespace offhook::sim::fleet
