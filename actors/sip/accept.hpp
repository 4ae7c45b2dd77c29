// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "actors/sip/message.hpp"

namespace offhook::sip {

/// Whether whoever sent `request` takes a body of `type` ("application/sdp") in the answer: RFC
/// 3261 §20.1. Ranges ("application/*", "*/*") count, q=0 excludes. Without an Accept header it
/// takes SDP alone; with an empty one, nothing.
[[nodiscard]] bool accepts_body(const Message& request, std::string_view type);

}  // namespace offhook::sip
