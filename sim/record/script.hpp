// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/record/recording.hpp"

namespace offhook::sim::record {

/// Where a replay went another way.
struct Difference {
  Instant at{};            ///< of the input that came last
  std::size_t output = 0;  ///< the how-manieth
  std::string then, now;   ///< for people; "nothing" where there was none
};

/// A recording as a replay uses it: what the outside answered then, and what the phone did then,
/// both in order.
class Script {
 public:
  explicit Script(const Recording& recording);

  /// The next answer of that kind; nullopt, noted as a difference, if there was none then.
  std::optional<std::string> take_result(Kind kind);
  /// The phone does something. What it did then at this point; nullopt if that was nothing.
  std::optional<std::string> expect_output(Kind kind, std::string_view now);
  /// All is over: what was done then must have been done now.
  void finish();

  void set_time(Instant at) { at_ = at; }
  [[nodiscard]] const std::optional<Difference>& difference() const { return difference_; }
  [[nodiscard]] std::size_t outputs() const { return next_output_; }

 private:
  void differ(std::string then, std::string now);

  std::map<Kind, std::deque<const Entry*>> results_;
  std::vector<const Entry*> outputs_;
  std::size_t next_output_ = 0;
  bool whole_;  ///< nothing of the recording is missing
  Instant at_{};
  std::optional<Difference> difference_;
};

/// An output for people: a SIP message with where it went, an event.
[[nodiscard]] std::string describe_output(Kind kind, std::string_view body);

}  // namespace offhook::sim::record
