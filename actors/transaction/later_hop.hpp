// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/sip/message.hpp"

namespace offhook::transaction {

/// The branch of a request that has moved on to its hop number `turn`, from 0. Each hop has its
/// own, so that a late answer of the old one is not taken for the new one's: "a new transaction",
/// "the branch ID MUST be different" (RFC 3263 §4.3).
[[nodiscard]] inline std::string branch_at_hop(std::string_view handle, std::size_t turn) {
  std::string branch(handle);
  if (turn > 0) branch.append(1, '.').append(std::to_string(turn + 1));
  return branch;
}

/// Whether `response` comes from another hop than the first that the request `handle` went to.
[[nodiscard]] inline bool is_of_later_hop(std::string_view handle, const sip::Message& response) {
  const auto& branch = response.top_via().branch;
  return branch.size() > handle.size() + 1 && branch.starts_with(handle) &&
         branch[handle.size()] == '.';
}

}  // namespace offhook::transaction
