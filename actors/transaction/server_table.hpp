// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "actors/base/transition_table.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::transaction::server {

/// The words of both server figures: invite_server.hpp and non_invite_server.hpp.
enum class State : std::uint8_t {
  initial,
  trying,  ///< not an INVITE, and no response yet
  proceeding,
  completed,  ///< a final response is out; of an INVITE, a failure
  confirmed,  ///< the failure of an INVITE is acknowledged
  accepted,   ///< RFC 6026 §7.1: a 2xx is out, and its repetition is the user's
  terminated,
};

enum class Input : std::uint8_t {
  request,  ///< the first copy in `initial`, retransmissions later
  ack,
  cancel,            ///< the peer's CANCEL of this INVITE
  send_provisional,  ///< the user's response, 1xx
  send_success,      ///< 2xx to INVITE
  send_failure,      ///< 3xx to 6xx to INVITE
  send_final,        ///< 2xx to 6xx to anything else
  user_gone,         ///< the user has ended without a final response
  transport_failed,
  timer_trying,  ///< the 200 ms of §17.2.1
  timer_f,       ///< the client's, which has given up by then
  timer_g,
  timer_h,
  timer_i,
  timer_j,
  timer_l,
};

enum class Action : std::uint8_t {
  pass_to_user,
  pass_ack_to_user,
  send_response,  ///< the user's new one
  send_trying,
  repeat_response,  ///< the last one, if any
  answer_for_user,  ///< 500, or 487 once the INVITE was cancelled
  answer_cancel,
  report_cancel,
  report_timeout,
  report_transport_failure,
  start_timer_trying,
  start_timer_f,
  start_timer_g,
  restart_timer_g,  ///< twice as long, at most T2
  start_timer_h,
  start_timer_i,
  start_timer_j,
  start_timer_l,
  stop_timers,  ///< all of them
};

using Row = Transition<State, Input, Action>;
using Table = std::span<const Row>;

/// The user still owes a final response in these states.
constexpr bool awaits_user(State state) {
  return state == State::trying || state == State::proceeding;
}

[[nodiscard]] std::string_view to_string(State state);

}  // namespace offhook::transaction::server
