// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/sip/call_options.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

inline constexpr std::string_view reliable_tag = "100rel";
inline constexpr std::string_view timer_tag = "timer";

/// Our option tags, for Supported (RFC 3261 §20.37): one table for requests, responses and the 420.
[[nodiscard]] std::string supported_options(const sip::CallOptions& options = {});

/// The values of Require that we cannot meet, for Unsupported; "" if there are none (§8.2.2.3).
[[nodiscard]] std::string unsupported_options(const sip::Message& request,
                                              const sip::CallOptions& options = {});

/// The peer understands `tag`: it says Supported, or even Require.
[[nodiscard]] bool supports(const sip::Message& message, std::string_view tag);

}  // namespace offhook::call
