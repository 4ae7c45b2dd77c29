// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "actors/base/transition_table.hpp"
#include "actors/sip/event.hpp"

namespace offhook::subscription {

/// One subscription as the subscriber sees it, RFC 6665 §4.1. The dialog begins with the first
/// NOTIFY (§4.1.2.4), which may come before the 2xx.
enum class State : std::uint8_t {
  idle,
  subscribing,    ///< SUBSCRIBE sent, nothing back
  awaiting,       ///< 2xx, no NOTIFY yet: timer N runs
  active,         ///< told of the state; also while the notifier calls it pending
  refreshing,     ///< in the dialog, SUBSCRIBE sent
  backing_off,    ///< ended for now; tries again later
  unsubscribing,  ///< SUBSCRIBE with Expires 0 sent, or its last NOTIFY awaited
  over,           ///< for good
};

enum class Input : std::uint8_t {
  subscribe,
  challenged,  ///< 401 or 407 that we can answer
  too_brief,   ///< 423: with Min-Expires we can (§4.1.2.1)
  accepted,    ///< 2xx
  gone,        ///< 481: the notifier knows no such subscription (§4.1.2.2)
  refused,     ///< 489, 403, 404, 405, 501, 603, …: asking again is of no use
  failed,      ///< anything else, or no response
  notified,
  ended_retry_now,    ///< terminated: deactivated, timeout (§4.1.3)
  ended_retry_later,  ///< terminated: probation, giveup, or no reason with retry-after
  ended_for_good,     ///< terminated: rejected, noresource, invariant
  refresh_due,
  timer_n,
  expired,
  retry_due,
  unsubscribe,
};

enum class Action : std::uint8_t {
  send_initial,
  send_refresh,
  send_unsubscribe,
  start_timer_n,
  stop_timer_n,
  schedule_refresh,
  take_state,   ///< the body of the NOTIFY
  drop_dialog,  ///< the next SUBSCRIBE begins anew
  back_off,
  report,
  leave,
};

using Row = Transition<State, Input, Action>;

// clang-format off
inline constexpr auto table = [] {
  using enum State;
  using enum Input;
  using enum Action;
  return std::to_array<Row>({
    {idle,          subscribe,         subscribing,   {send_initial}},
    {subscribing,   challenged,        subscribing,   {send_initial}},
    {subscribing,   too_brief,         subscribing,   {send_initial}},
    {subscribing,   accepted,          awaiting,      {start_timer_n, schedule_refresh}},
    {subscribing,   notified,          active,        {take_state, schedule_refresh, report}},
    {subscribing,   gone,              backing_off,   {drop_dialog, back_off, report}},
    {subscribing,   refused,           over,          {drop_dialog, report}},
    {subscribing,   failed,            backing_off,   {drop_dialog, back_off, report}},
    {subscribing,   ended_retry_now,   backing_off,   {take_state, drop_dialog, back_off, report}},
    {subscribing,   ended_retry_later, backing_off,   {take_state, drop_dialog, back_off, report}},
    {subscribing,   ended_for_good,    over,          {take_state, drop_dialog, report}},
    {subscribing,   unsubscribe,       over,          {drop_dialog, leave}},

    {awaiting,      notified,          active,        {stop_timer_n, take_state, report}},
    {awaiting,      timer_n,           backing_off,   {drop_dialog, back_off, report}},   // §4.1.2.4
    {awaiting,      ended_retry_now,   backing_off,   {stop_timer_n, take_state, drop_dialog, back_off, report}},
    {awaiting,      ended_retry_later, backing_off,   {stop_timer_n, take_state, drop_dialog, back_off, report}},
    {awaiting,      ended_for_good,    over,          {stop_timer_n, take_state, drop_dialog, report}},
    {awaiting,      unsubscribe,       over,          {stop_timer_n, drop_dialog, leave}},

    // The 2xx may come after the NOTIFY; it grants the time.
    {active,        accepted,          active,        {schedule_refresh}},
    {active,        notified,          active,        {take_state, report}},
    {active,        refresh_due,       refreshing,    {send_refresh}},
    {active,        subscribe,         refreshing,    {send_refresh}},                     // RFC 4235 §4.3
    {active,        expired,           subscribing,   {drop_dialog, send_initial}},
    {active,        ended_retry_now,   subscribing,   {take_state, drop_dialog, send_initial, report}},
    {active,        ended_retry_later, backing_off,   {take_state, drop_dialog, back_off, report}},
    {active,        ended_for_good,    over,          {take_state, drop_dialog, report}},
    {active,        unsubscribe,       unsubscribing, {send_unsubscribe, start_timer_n}},

    {refreshing,    challenged,        refreshing,    {send_refresh}},
    {refreshing,    too_brief,         refreshing,    {send_refresh}},
    {refreshing,    accepted,          active,        {schedule_refresh}},
    {refreshing,    notified,          refreshing,    {take_state, report}},
    {refreshing,    gone,              subscribing,   {drop_dialog, send_initial}},        // §4.1.2.2
    // Refused otherwise, the subscription lasts until it expires (§4.1.2.2).
    {refreshing,    refused,           active,        {}},
    {refreshing,    failed,            active,        {}},
    {refreshing,    expired,           subscribing,   {drop_dialog, send_initial}},
    {refreshing,    ended_retry_now,   subscribing,   {take_state, drop_dialog, send_initial, report}},
    {refreshing,    ended_retry_later, backing_off,   {take_state, drop_dialog, back_off, report}},
    {refreshing,    ended_for_good,    over,          {take_state, drop_dialog, report}},
    {refreshing,    unsubscribe,       unsubscribing, {send_unsubscribe, start_timer_n}},

    {backing_off,   retry_due,         subscribing,   {send_initial}},
    {backing_off,   subscribe,         subscribing,   {send_initial}},
    {backing_off,   unsubscribe,       over,          {leave}},

    {unsubscribing, challenged,        unsubscribing, {send_unsubscribe}},
    {unsubscribing, notified,          unsubscribing, {}},
    {unsubscribing, ended_retry_now,   over,          {leave}},
    {unsubscribing, ended_retry_later, over,          {leave}},
    {unsubscribing, ended_for_good,    over,          {leave}},
    {unsubscribing, gone,              over,          {leave}},
    {unsubscribing, refused,           over,          {leave}},
    {unsubscribing, failed,            over,          {leave}},
    {unsubscribing, timer_n,           over,          {leave}},

    {over,          unsubscribe,       over,          {leave}},
  });
}();
// clang-format on
static_assert(is_deterministic(table));

/// What the final response to a SUBSCRIBE means; challenges and 423 are the actor's to see.
[[nodiscard]] constexpr Input classify_response(int status) {
  if (status >= 200 && status < 300) return Input::accepted;
  if (status == 481) return Input::gone;
  switch (status) {
    case 403:
    case 404:
    case 405:
    case 416:
    case 420:
    case 489:
    case 501:
    case 603:
    case 604:
      return Input::refused;
    default:
      return Input::failed;
  }
}

/// What the Subscription-State of a NOTIFY means (§4.1.3).
[[nodiscard]] inline Input classify_notify(const sip::SubscriptionState& state) {
  using enum sip::TerminationReason;
  if (state.status != sip::SubscriptionStatus::terminated) return Input::notified;
  if (!sip::may_resubscribe(state.reason)) return Input::ended_for_good;
  if (state.reason == deactivated || state.reason == timeout)
    return state.retry_after ? Input::ended_retry_later : Input::ended_retry_now;
  return Input::ended_retry_later;
}

/// What an input means to a subscription that is asked for once: what ends it does so for good.
[[nodiscard]] constexpr Input for_good(Input input) {
  switch (input) {
    case Input::gone:
    case Input::failed:
      return Input::refused;
    case Input::timer_n:
    case Input::ended_retry_now:
    case Input::ended_retry_later:
    case Input::expired:
      return Input::ended_for_good;
    default:
      return input;
  }
}

/// When to refresh: well before the end, never in haste (as registrations do).
[[nodiscard]] constexpr std::chrono::seconds refresh_after(std::chrono::seconds granted) {
  if (granted > std::chrono::seconds(1200)) return granted - std::chrono::seconds(600);
  return std::max(granted / 2, std::chrono::seconds(1));
}

/// The wait after failures in a row: 30 s, doubling up to half an hour; what the notifier asks for
/// counts if it is longer, up to a day.
[[nodiscard]] constexpr std::chrono::seconds back_off_time(
    int failures, std::chrono::seconds asked_for = std::chrono::seconds(0)) {
  const auto wait = std::chrono::seconds(30) * (1 << std::min(failures, 6));
  return std::max(std::min(wait, std::chrono::seconds(1800)),
                  std::min(asked_for, std::chrono::seconds(86400)));
}

}  // namespace offhook::subscription
