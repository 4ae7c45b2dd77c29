// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

/// Whom we are connected with now, as a message of the call tells that came by way of a server of
/// ours; nobody else is believed. By P-Asserted-Identity (RFC 3325 §9.1), by Remote-Party-ID as
/// older servers do, or in a request by a From that is not `before` (RFC 4916 §4.3). Nullopt: as
/// before, or withheld.
[[nodiscard]] std::optional<sip::NameAddr> connected_party(const sip::Message& message,
                                                           const sip::Uri& before);

}  // namespace offhook::call
