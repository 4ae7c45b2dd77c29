// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/call/in_dialog.hpp"
#include "actors/sip/account.hpp"

namespace offhook::phone {

/// What an INVITE says to have the other phone answer by itself, in the forms that phones and
/// servers read: Answer-Mode (RFC 5373), Call-Info with answer-after, and Alert-Info.
[[nodiscard]] call::HeaderLines intercom_headers(const sip::Account& account);

}  // namespace offhook::phone
