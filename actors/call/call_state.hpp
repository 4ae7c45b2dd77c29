// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace offhook::call {

/// What the dialog says, never what we hope for. RFC 4235 names in the comments.
enum class CallState : std::uint8_t {
  dialing,      ///< trying: INVITE sent, nothing back
  proceeding,   ///< proceeding: a 1xx without ringing
  ringing_out,  ///< early
  ringing_in,   ///< early: we have not answered
  connected,    ///< confirmed
  held_local,   ///< confirmed; we hold
  held_remote,  ///< confirmed; the peer holds
  held_both,    ///< confirmed; both hold
  ended,        ///< terminated
};

constexpr std::string_view to_string(CallState state) {
  constexpr std::string_view names[] = {"dialing",     "proceeding", "ringing_out",
                                        "ringing_in",  "connected",  "held_local",
                                        "held_remote", "held_both",  "ended"};
  return names[static_cast<std::size_t>(state)];
}

/// The call has been answered and has not ended.
constexpr bool is_established(CallState state) {
  return state >= CallState::connected && state <= CallState::held_both;
}
constexpr bool is_ringing_or_dialing(CallState state) { return state < CallState::connected; }

/// What the person asked for and the peer has not agreed to yet. One at a time in a dialog.
enum class Operation : std::uint8_t { answer, hold, resume, hangup, transfer };

constexpr std::string_view to_string(Operation operation) {
  constexpr std::string_view names[] = {"answer", "hold", "resume", "hangup", "transfer"};
  return names[static_cast<std::size_t>(operation)];
}

}  // namespace offhook::call
