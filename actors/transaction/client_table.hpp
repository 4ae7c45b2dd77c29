// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "actors/base/transition_table.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::transaction::client {

/// The words of both client figures: invite_client.hpp and non_invite_client.hpp.
enum class State : std::uint8_t {
  initial,
  calling,  ///< an INVITE is out
  trying,   ///< another request is out
  proceeding,
  accepted,  ///< RFC 6026 §7.2: a 2xx came, and its copies still pass
  completed,
  terminated,
};

enum class Input : std::uint8_t {
  request,         ///< the user's, to be sent
  provisional,     ///< 1xx
  success,         ///< 2xx to INVITE
  failure,         ///< 3xx to 6xx to INVITE
  final_response,  ///< 2xx to 6xx to anything else
  cancel,          ///< the user no longer wants the INVITE answered
  user_gone,       ///< the user has ended without waiting for the answer
  transport_failed,
  timer_a,
  timer_b,
  timer_d,
  timer_e,
  timer_f,
  timer_k,
  timer_m,
};

enum class Action : std::uint8_t {
  send_request,
  send_ack,     ///< of a failure (§17.1.1.3)
  send_cancel,  ///< in a transaction of its own (§9.1)
  pass_to_user,
  pass_to_core,  ///< a 2xx that the user no longer waits for (§13.2.2.4)
  report_timeout,
  report_transport_failure,
  start_timer_a,
  restart_timer_a,  ///< twice as long
  start_timer_b,
  start_timer_d,
  start_timer_e,
  restart_timer_e,        ///< twice as long, at most T2
  restart_timer_e_at_t2,  ///< T2
  start_timer_f,
  start_timer_k,
  start_timer_m,
  stop_timers,  ///< all of them
};

using Row = Transition<State, Input, Action>;
using Table = std::span<const Row>;

/// Nobody waits for the answer in these states any more.
constexpr bool is_settled(State state) { return state >= State::accepted; }

[[nodiscard]] std::string_view to_string(State state);

}  // namespace offhook::transaction::client
