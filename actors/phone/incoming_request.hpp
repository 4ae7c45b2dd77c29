// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/call/in_dialog.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::phone {

/// What a request outside any dialog meets: RFC 3261 §8.2 in its order. Nullopt lets an INVITE
/// ring; anything else is the response to send.
struct IncomingPolicy {
  std::vector<std::string> users;  ///< user parts that are ours, others get 404; empty takes all
  bool line_free = true;           ///< false: 486
  std::string user_agent;
};

[[nodiscard]] std::optional<sip::Draft> refuse_or_answer(const sip::Message& request,
                                                         const IncomingPolicy& policy,
                                                         std::string_view to_tag);

}  // namespace offhook::phone
