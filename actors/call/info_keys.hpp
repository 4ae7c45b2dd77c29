// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "actors/sip/message.hpp"

namespace offhook::call {

inline constexpr std::string_view dtmf_relay_type = "application/dtmf-relay";
/// Bodies of INFO that we understand, for Accept.
inline constexpr std::string_view info_types = "application/dtmf-relay, application/dtmf";

/// A key that came as INFO, the way of phones and gateways before RFC 4733.
struct InfoKey {
  char digit = 0;
  std::chrono::milliseconds duration{};
};

/// "Signal=5" and "Duration=160" of application/dtmf-relay, or the bare key of application/dtmf.
/// Nullopt for any other body, or no key 0-9, *, #, A-D in it.
[[nodiscard]] std::optional<InfoKey> key_of_info(const sip::Message& info);

/// The body of application/dtmf-relay.
[[nodiscard]] std::string dtmf_relay(InfoKey key);

}  // namespace offhook::call
