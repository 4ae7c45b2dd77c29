// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/phone/forwarding.hpp"
#include "actors/phone/info.hpp"

namespace offhook::phone {

/// Whose switches count: those of the whole phone, or those of each account.
enum class FeatureScope : std::uint8_t { phone, account };

/// What somebody has switched on.
struct FeatureSwitches {
  Forwards forwards{};
  bool do_not_disturb = false;
};

/// Who of both sides of a call stays unknown.
struct PrivacySwitches {
  bool anonymous = false;         ///< calls of ours withhold who we are (RFC 3323)
  bool reject_anonymous = false;  ///< 433 for callers who hide (RFC 5079)
  friend bool operator==(const PrivacySwitches&, const PrivacySwitches&) = default;
};

/// What the phone does with calls before anybody is asked. Settings at first; keys and programs
/// change the switches.
struct Features {
  FeatureScope forward_scope = FeatureScope::phone;
  FeatureScope do_not_disturb_scope = FeatureScope::phone;
  FeatureSwitches phone{};
  std::map<std::string, FeatureSwitches, std::less<>> accounts{};  ///< by account_id
  int do_not_disturb_status = 480;
  std::vector<std::string> emergency{};     ///< callers who ring through do not disturb: user parts
  bool forwards_abroad = true;              ///< false: no forward to an international number
  std::string international_prefix = "00";  ///< how they begin, if not with +
  bool diversion = true;                    ///< tells who sends a call on, and why
  std::map<std::string, PrivacySwitches, std::less<>> privacy{};  ///< by account_id; "": the first
  bool reject_anonymous = false;  ///< at accounts that have no switches of their own
  bool call_waiting = true;
  int busy_status = 486;    ///< without call waiting, or without a free line
  int refuse_status = 486;  ///< by a person's hand
  /// How long it rings at all; 480 then. 0: until the caller gives up.
  std::chrono::seconds longest_ring{180};

  /// The switches that count for an account; for "" those of the phone.
  [[nodiscard]] const Forwards& forwards_of(std::string_view account_id) const;
  [[nodiscard]] bool do_not_disturb_at(std::string_view account_id) const;
  Forwards& forwards_of(std::string_view account_id);
  [[nodiscard]] PrivacySwitches privacy_of(std::string_view account_id) const;
  void set_do_not_disturb(std::string_view account_id, bool on);
  /// Whether calls may be sent on to `target`: digits, a user or a URI.
  [[nodiscard]] bool may_forward_to(std::string_view target) const;
  [[nodiscard]] FeaturesInfo info(std::string_view account_id) const;
};

/// Of a call that comes in: what the decision depends on.
struct IncomingFacts {
  std::string account_id{};
  std::string caller{};   ///< user part
  bool in_call = false;   ///< somebody talks already
  bool line_free = true;  ///< there is room for one more
  bool forwarded_too_often = false;
};

/// What becomes of it. A status refuses, a target sends it on, neither lets it ring.
struct IncomingVerdict {
  int status = 0;
  std::string target{};  ///< as in Forward
  std::optional<ForwardKind> kind{};
  /// Ringing: after so long it goes to `late_target`, or gets `late_status` if that is empty.
  std::optional<std::chrono::seconds> limit{};
  std::string late_target{};
  friend bool operator==(const IncomingVerdict&, const IncomingVerdict&) = default;

  [[nodiscard]] bool rings() const { return status == 0 && target.empty(); }
};
inline constexpr int nobody_answered = 480;

/// In this order: do not disturb, forward of all calls, call waiting and lines
/// (with the forward when busy), ringing (with the forward of unanswered calls, which do not
/// disturb switches off, even for those who ring through it).
[[nodiscard]] IncomingVerdict judge_call(const Features& features, const IncomingFacts& facts);

}  // namespace offhook::phone
