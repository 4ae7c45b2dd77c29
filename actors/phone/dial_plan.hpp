// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/status.hpp"

namespace offhook::phone {

/// The key that ends a number and is no part of it.
enum class EndKey : std::uint8_t { none, pound, star };

/// Numbers that a pattern (dial_pattern.hpp) matches are dialled in another way.
struct ReplaceRule {
  std::string prefix;   ///< the pattern
  std::string replace;  ///< with `$1` … for its groups
  std::string account;  ///< only for calls of this account_id; "" for all
};

/// Put in front of numbers of that length, ends included; "" for none.
struct AreaCode {
  std::string code;
  std::size_t min_length = 1;
  std::size_t max_length = 15;
};

/// When a number is complete, and what is dialled then. Emergency numbers pass all of it.
struct DialPlan {
  std::chrono::milliseconds inter_digit{4000};  ///< silence after the last digit that sends it
  EndKey send_key = EndKey::pound;
  bool on_hook_sends = true;  ///< the inter-digit time also counts while nothing is lifted
  std::vector<std::string> emergency{"112", "911", "110"};
  std::vector<std::string> block_out{};  ///< patterns that are not dialled
  std::vector<std::string> dial_now{};   ///< patterns that wait for `dial_now_delay` only
  std::chrono::milliseconds dial_now_delay{1000};
  AreaCode area_code{};
  std::vector<ReplaceRule> replace{};
  std::string digit_map{};                     ///< "" for none (digit_map.hpp)
  std::chrono::milliseconds map_long{10'000};  ///< while the map asks for more
  std::chrono::milliseconds map_short{3'000};  ///< its T
};

/// Rules of each kind in a plan.
inline constexpr std::size_t most_dial_rules = 100;

/// What one more key does to the digits collected so far.
enum class DigitOutcome : std::uint8_t { collected, send, ignored };

/// Adds `key` ("0"-"9", "*", "#") to `digits`, or says that the number is to be sent now.
DigitOutcome take_digit(const DialPlan& plan, std::string& digits, std::string_view key);

/// How long to wait for one more digit after these; they are sent then.
[[nodiscard]] std::chrono::milliseconds digit_wait(const DialPlan& plan, std::string_view digits);

/// What is dialled for the digits that somebody entered.
struct DialledNumber {
  std::string number;
  bool blocked = false;    ///< it may not be dialled
  bool emergency = false;  ///< by whatever account works
};
[[nodiscard]] DialledNumber apply_plan(const DialPlan& plan, std::string_view digits,
                                       std::string_view account_id = "");

/// "192*0*2*7" as the URI of the phone at that IPv4 address: the way to enter it on a keypad. Empty
/// if it is no address.
[[nodiscard]] std::string direct_address(std::string_view digits);

/// Digits, a user name or a SIP URI to the Request-URI of an INVITE; what is no URI gets the domain
/// of `aor`. InvalidArgument for what cannot be dialled.
[[nodiscard]] absl::StatusOr<std::string> target_uri(std::string_view dialled,
                                                     std::string_view aor);

/// A SIP URI whose user part is a telephone number, marked by user=phone (RFC 3261 §19.1.1);
/// another one as it is.
[[nodiscard]] std::string as_phone_number(const std::string& uri);

}  // namespace offhook::phone
