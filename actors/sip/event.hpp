// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"

namespace offhook::sip {

/// Event (RFC 6665 §8.2.1): what is subscribed to.
struct Event {
  std::string package;  ///< with its templates: "dialog", "presence.winfo"
  std::string id;       ///< tells subscriptions of one dialog apart; empty if there is none

  /// The comparison of RFC 6665 §8.2.1: octet for octet, other parameters left out.
  friend bool operator==(const Event&, const Event&) = default;
};
[[nodiscard]] absl::StatusOr<Event> parse_event(std::string_view text);
[[nodiscard]] std::string to_string(const Event& event);

/// RFC 6665 §4.1.3; `other` is an extension, to be taken for `active` by who does not know it.
enum class SubscriptionStatus : std::uint8_t { pending, active, terminated, other };

/// Why a subscription was ended, and so what to do (RFC 6665 §4.1.3).
enum class TerminationReason : std::uint8_t {
  none,         ///< not said, or unknown: subscribe again, `retry_after` permitting
  deactivated,  ///< subscribe again at once
  probation,    ///< subscribe again later
  rejected,     ///< do not
  timeout,      ///< it expired: subscribe again at once
  giveup,       ///< no decision was to be had: subscribe again later
  noresource,   ///< there is nothing to subscribe to: do not
  invariant,    ///< the state will never change: do not
};
[[nodiscard]] std::string_view to_string(TerminationReason reason);  ///< empty for `none`
/// Whether another subscription makes sense at all.
[[nodiscard]] bool may_resubscribe(TerminationReason reason);

/// Subscription-State (RFC 6665 §8.2.3), in each NOTIFY.
struct SubscriptionState {
  SubscriptionStatus status = SubscriptionStatus::active;
  std::optional<std::chrono::seconds> expires = std::nullopt;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  TerminationReason reason = TerminationReason::none;

  friend bool operator==(const SubscriptionState&, const SubscriptionState&) = default;
};
/// Malformed numbers are as absent ones: a NOTIFY is not worth losing a subscription for.
[[nodiscard]] absl::StatusOr<SubscriptionState> parse_subscription_state(std::string_view text);
/// `other` is written as "active".
[[nodiscard]] std::string to_string(const SubscriptionState& state);

}  // namespace offhook::sip
