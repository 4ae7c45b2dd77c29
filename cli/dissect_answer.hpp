// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "actors/sip/parser.hpp"

namespace offhook::cli {

/// The status that the phone answers a datagram with, if it belongs to no dialog or transaction the
/// phone knows, every user is its own and its line is free. Null for what it handles (an INVITE
/// that rings: a provisional response is no answer) and for what is never answered: responses, ACK,
/// and what has no readable top Via.
[[nodiscard]] std::optional<int> answer_of(const sip::ParseResult& parsed);

}  // namespace offhook::cli
