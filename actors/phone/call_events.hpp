// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/phone/info.hpp"

namespace offhook::phone {

/// A call leg as programs see it. `rev` counts its changes.
[[nodiscard]] CallInfo call_info(const call::CallSnapshot& call, std::uint64_t rev);

/// How it ended, with the last report of its sound. `duration` counts from the answer.
[[nodiscard]] CallEndInfo call_end_info(const call::CallSnapshot& call, const call::CallEnd& end,
                                        const media::StreamReport& report, Instant now);

/// The events that tell the way from `before` (null: the call is new) to `after`. A change that has
/// no event of its own is call.updated.
[[nodiscard]] std::vector<CallEvent> call_events(const call::CallSnapshot* before,
                                                 const call::CallSnapshot& after,
                                                 const CallInfo& info);

/// What an order to a leg came to.
[[nodiscard]] std::variant<CallInfo, Error> reply_of(const call::OperationDone& done,
                                                     const CallInfo& info);

}  // namespace offhook::phone
