// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/event.hpp"

#include <array>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sip {
namespace {

constexpr auto statuses = std::to_array<std::string_view>({"pending", "active", "terminated"});
constexpr auto reasons = std::to_array<std::string_view>(
    {"", "deactivated", "probation", "rejected", "timeout", "giveup", "noresource", "invariant"});

/// Position of `text`, without case, or `otherwise`. In the order of the enumeration.
template <class Enum, std::size_t count>
Enum find(const std::array<std::string_view, count>& names, std::string_view text, Enum otherwise) {
  for (std::size_t i = 0; i < count; ++i)
    if (grammar::equal_ignoring_case(names[i], text)) return static_cast<Enum>(i);
  return otherwise;
}

std::optional<std::chrono::seconds> seconds_of(const ValueWithParams& parts,
                                               std::string_view name) {
  const auto number = parse_number(parts.param(name).value_or(""));
  return number ? std::optional(std::chrono::seconds(*number)) : std::nullopt;
}

}  // namespace

absl::StatusOr<Event> parse_event(std::string_view text) {
  const ValueWithParams parts = split_params(text);
  if (!grammar::all_are(parts.value, grammar::token)) return invalid_argument("Event is malformed");
  return Event{std::string(parts.value), std::string(parts.param("id").value_or(""))};
}

std::string to_string(const Event& event) {
  return event.id.empty() ? event.package : event.package + ";id=" + event.id;
}

std::string_view to_string(TerminationReason reason) {
  return reasons[static_cast<std::size_t>(reason)];
}

bool may_resubscribe(TerminationReason reason) {
  return reason != TerminationReason::rejected && reason != TerminationReason::noresource &&
         reason != TerminationReason::invariant;
}

absl::StatusOr<SubscriptionState> parse_subscription_state(std::string_view text) {
  const ValueWithParams parts = split_params(text);
  if (!grammar::all_are(parts.value, grammar::token))
    return invalid_argument("Subscription-State is malformed");
  SubscriptionState state;
  state.status = find(statuses, parts.value, SubscriptionStatus::other);
  state.expires = seconds_of(parts, "expires");
  state.retry_after = seconds_of(parts, "retry-after");
  state.reason = find(reasons, parts.param("reason").value_or(""), TerminationReason::none);
  return state;
}

std::string to_string(const SubscriptionState& state) {
  const bool known = state.status != SubscriptionStatus::other;
  std::string text(known ? statuses[static_cast<std::size_t>(state.status)] : "active");
  if (state.reason != TerminationReason::none)
    text.append(";reason=").append(to_string(state.reason));
  if (state.expires) text.append(";expires=").append(std::to_string(state.expires->count()));
  if (state.retry_after)
    text.append(";retry-after=").append(std::to_string(state.retry_after->count()));
  return text;
}

}  // namespace offhook::sip
