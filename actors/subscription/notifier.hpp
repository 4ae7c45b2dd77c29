// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "actors/base/transition_table.hpp"
#include "actors/sip/event.hpp"
#include "actors/sip/message.hpp"

namespace offhook::subscription {

/// What others can subscribe to at this phone: an event package (RFC 6665 §7) as a value.
struct EventPackage {
  std::string name;          ///< "dialog"
  std::string content_type;  ///< of its documents; "" for a package without bodies
  std::chrono::seconds default_expires{3600};
  std::chrono::seconds shortest{60};      ///< less is answered 423 (§4.2.1.1)
  std::chrono::seconds longest{3600};     ///< more is cut down to it
  std::chrono::milliseconds pause{1000};  ///< between two NOTIFYs of changes
  std::size_t most_subscribers = 16;      ///< beyond: 503
  std::string header{};                   ///< that holds the state in place of a body: "Call-Info"
};

/// What a SUBSCRIBE meets: a status, and the time granted if that is 200.
struct Grant {
  int status = 200;
  std::chrono::seconds expires{0};  ///< 0: asked once, or ended (§4.4.3)
};

/// RFC 6665 §4.2.1. `is_new`: outside a dialog. 489 for another package, 406 for who cannot read
/// what we write, 423 for too short a time, 503 when there are enough subscribers.
[[nodiscard]] inline Grant judge(const EventPackage& package, const sip::Message& subscribe,
                                 bool is_new, std::size_t subscribers) {
  const auto text = subscribe.header(sip::HeaderId::event);
  const auto event = text ? sip::parse_event(*text) : absl::StatusOr<sip::Event>(sip::Event{});
  if (!event.ok() || event->package != package.name) return {489};
  const bool reads = package.content_type.empty() || !subscribe.has(sip::HeaderId::accept) ||
                     subscribe.lists(sip::HeaderId::accept, package.content_type);
  if (!reads) return {406};
  const auto asked = subscribe.expires();
  const auto expires = asked ? std::chrono::seconds(*asked) : package.default_expires;
  if (expires.count() == 0) return {200};
  if (expires < package.shortest) return {423};
  if (is_new && subscribers >= package.most_subscribers) return {503};
  return {200, std::min(expires, package.longest)};
}

/// One subscriber as the notifier sees it, RFC 6665 §4.2.
enum class NotifierState : std::uint8_t {
  open,     ///< a change is told at once
  pausing,  ///< told lately: changes wait for the end of the pause
  closing,  ///< the last NOTIFY is under way
  over,
};

enum class NotifierInput : std::uint8_t {
  refreshed,     ///< SUBSCRIBE, the first or a later one (§4.2.1.2)
  unsubscribed,  ///< SUBSCRIBE with Expires 0
  changed,
  pause_over,
  changed_meanwhile,  ///< pause over, and there is something to tell
  expired,
  withdrawn,  ///< there is nothing to subscribe to any more
  told,       ///< the last NOTIFY has its response
  lost,       ///< 481 or no response to a NOTIFY (§4.2.2)
};

enum class NotifierAction : std::uint8_t {
  notify,
  start_pause,
  remember,
  notify_timeout,     ///< terminated;reason=timeout
  notify_noresource,  ///< terminated;reason=noresource
  leave,
};

using NotifierRow = Transition<NotifierState, NotifierInput, NotifierAction>;

// clang-format off
inline constexpr auto notifier_table = [] {
  using enum NotifierState;
  using enum NotifierInput;
  using enum NotifierAction;
  return std::to_array<NotifierRow>({
    {open,    refreshed,         pausing, {notify, start_pause}},     // §4.2.1.2: at once, each time
    {open,    changed,           pausing, {notify, start_pause}},
    {open,    unsubscribed,      closing, {notify_timeout}},          // §4.2.1.4
    {open,    expired,           closing, {notify_timeout}},
    {open,    withdrawn,         closing, {notify_noresource}},
    {open,    lost,              over,    {leave}},
    {pausing, refreshed,         pausing, {notify, start_pause}},
    {pausing, changed,           pausing, {remember}},
    {pausing, pause_over,        open,    {}},
    {pausing, changed_meanwhile, pausing, {notify, start_pause}},
    {pausing, unsubscribed,      closing, {notify_timeout}},
    {pausing, expired,           closing, {notify_timeout}},
    {pausing, withdrawn,         closing, {notify_noresource}},
    {pausing, lost,              over,    {leave}},
    {closing, told,              over,    {leave}},
    {closing, lost,              over,    {leave}},
  });
}();
// clang-format on
static_assert(is_deterministic(notifier_table));

}  // namespace offhook::subscription
