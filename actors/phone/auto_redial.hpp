// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace offhook::phone {

/// Calls somebody who was busy again.
struct AutoRedialRules {
  bool enabled = false;
  std::chrono::seconds interval{10};
  int times = 10;
};

/// The attempts at one number. Any key ends them: whoever touches the phone wants something else.
class AutoRedial {
 public:
  explicit AutoRedial(AutoRedialRules rules) : rules_(rules) {}

  struct Attempt {
    std::string number;
    std::string account_id;
    int left = 0;  ///< this one included
  };

  /// A call to `number` ended busy. How long to wait before it is called again; nullopt: no more.
  std::optional<std::chrono::seconds> was_busy(const std::string& number,
                                               const std::string& account_id);
  /// The wait is over: what to call; nullopt if somebody has ended it meanwhile.
  std::optional<Attempt> take();
  void stop() { next_.reset(); }
  [[nodiscard]] const std::optional<Attempt>& next() const { return next_; }

 private:
  AutoRedialRules rules_;
  std::optional<Attempt> next_;
  std::optional<Attempt> calling_;  ///< under way by itself
};

}  // namespace offhook::phone
