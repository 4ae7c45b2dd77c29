// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/phone/features.hpp"

namespace offhook::phone {

/// What is dialled to tell a server that a switch was turned. "" tells it nothing.
struct FeatureCode {
  std::string on{};  ///< before the target of a forward
  std::string off{};
};

/// The codes of a server for what it does in the phone's stead.
struct FeatureCodes {
  std::array<FeatureCode, every_forward_kind.size()> forwards{};  ///< by ForwardKind
  FeatureCode do_not_disturb{};
  FeatureCode anonymous{};         ///< calls that withhold who we are
  FeatureCode reject_anonymous{};  ///< of callers who hide

  [[nodiscard]] FeatureCode& of(ForwardKind kind) {
    return forwards[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] const FeatureCode& of(ForwardKind kind) const {
    return forwards[static_cast<std::size_t>(kind)];
  }
};

/// What to dial because `before` became `after`, in the order of the switches.
[[nodiscard]] std::vector<std::string> codes_for(const FeatureCodes& codes,
                                                 const FeatureSwitches& before,
                                                 const FeatureSwitches& after);
[[nodiscard]] std::vector<std::string> codes_for(const FeatureCodes& codes,
                                                 const PrivacySwitches& before,
                                                 const PrivacySwitches& after);

/// Codes that wait until the phone is free to dial them. One that is turned back before its code
/// was dialled tells the server both, so that nothing depends on how quick a finger is.
class CodesToDial {
 public:
  struct Due {
    std::string account_id;
    std::string number;
    friend bool operator==(const Due&, const Due&) = default;
  };
  /// More than these wait only when somebody plays with the keys: the oldest go.
  static constexpr std::size_t most_waiting = 16;

  CodesToDial(FeatureCodes codes, const Features& at_start);
  /// The switches that count for `account_id` are what `features` has now.
  void changed(const Features& features, const std::string& account_id);
  [[nodiscard]] bool empty() const { return due_.empty(); }
  /// The next one, which is then the caller's to dial.
  std::optional<Due> take();

 private:
  FeatureCodes codes_;
  Features told_;  ///< what the server knows
  std::deque<Due> due_;
};

}  // namespace offhook::phone
