// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/call/in_dialog.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"
#include "actors/subscription/notifier.hpp"

namespace offhook::phone {

/// Methods the phone understands, for Allow.
inline const std::string allowed_methods = [] {
  std::string methods(call::allowed_methods);
  return methods.append(", SUBSCRIBE");
}();

/// What a request outside any dialog meets: RFC 3261 §8.2 in its order. Nullopt leaves it to the
/// phone: an INVITE rings, a MESSAGE is shown, a NOTIFY is believed, a SUBSCRIBE is granted,
/// a REFER is followed.
/// Anything else is the response to send.
struct IncomingPolicy {
  std::vector<std::string> users;  ///< user parts that are ours, others get 404; empty takes all
  bool line_free = true;           ///< false: 486
  std::string user_agent;
  std::optional<Endpoint> own =
      std::nullopt;               ///< where we are: a request that was there loops, 482
  bool anonymous_rings = true;    ///< false: 433 (RFC 5079)
  bool believes_mailbox = false;  ///< a NOTIFY of messages nobody subscribed to
  bool believes_check_sync = false;
  bool believes_dialogs = false;  ///< a NOTIFY of somebody's calls nobody subscribed to
  /// What can be subscribed to here, by whom we trust; nothing if null. Borrowed.
  const subscription::EventPackage* package = nullptr;
  bool trusted = false;        ///< the request comes from one of our servers
  bool follows_refer = false;  ///< a REFER has us place a call; else 603
  std::size_t subscribers = 0;
};

/// Event packages that we know, though a NOTIFY without subscription is refused: 481, not 489.
[[nodiscard]] bool is_known_event(std::string_view package);

[[nodiscard]] std::optional<sip::Draft> refuse_or_answer(const sip::Message& request,
                                                         const IncomingPolicy& policy,
                                                         std::string_view to_tag);

}  // namespace offhook::phone
