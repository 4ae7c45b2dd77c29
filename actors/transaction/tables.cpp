// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/invite_client.hpp"
#include "actors/transaction/invite_server.hpp"
#include "actors/transaction/non_invite_client.hpp"
#include "actors/transaction/non_invite_server.hpp"

namespace offhook::transaction {

std::string_view client::to_string(State state) {
  constexpr std::string_view names[] = {"initial",  "calling",   "trying",    "proceeding",
                                        "accepted", "completed", "terminated"};
  return names[static_cast<std::size_t>(state)];
}

std::string_view server::to_string(State state) {
  constexpr std::string_view names[] = {"initial",   "trying",   "proceeding", "completed",
                                        "confirmed", "accepted", "terminated"};
  return names[static_cast<std::size_t>(state)];
}

}  // namespace offhook::transaction
