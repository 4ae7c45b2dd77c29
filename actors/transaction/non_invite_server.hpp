// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "actors/transaction/server_table.hpp"

/// Non-INVITE server transaction: RFC 3261 §17.2.2, figure 8. A response that could not be sent is
/// reported and changes no state (RFC 6026 §8.8). Once the client has given up, an answer would
/// only trouble the proxies in between (RFC 4320 §3), so the transaction ends without one.
namespace offhook::transaction::server::non_invite {

constexpr Input classify(int status) {
  return sip::is_provisional(status) ? Input::send_provisional : Input::send_final;
}

namespace detail {
using enum State;
using enum Input;
using enum Action;

// clang-format off
inline constexpr auto rows = std::to_array<Row>({
    {initial,    request,          trying,     {pass_to_user, start_timer_f}},                   // §17.2.2

    // Trying: copies of the request are discarded (§17.2.2).
    {trying,     send_provisional, proceeding, {send_response}},                                 // §17.2.2
    {trying,     send_final,       completed,  {stop_timers, send_response, start_timer_j}},     // §17.2.2
    {trying,     user_gone,        completed,  {stop_timers, answer_for_user, start_timer_j}},
    {trying,     timer_f,          terminated, {}},                                              // RFC 4320 §3

    {proceeding, request,          proceeding, {repeat_response}},                               // §17.2.2
    {proceeding, send_provisional, proceeding, {send_response}},                                 // §17.2.2
    {proceeding, send_final,       completed,  {stop_timers, send_response, start_timer_j}},     // §17.2.2
    {proceeding, user_gone,        completed,  {stop_timers, answer_for_user, start_timer_j}},
    {proceeding, timer_f,          terminated, {}},                                              // RFC 4320 §3
    {proceeding, transport_failed, proceeding, {report_transport_failure}},                      // RFC 6026 §8.8

    // Completed: another final response of the user is discarded (§17.2.2).
    {completed,  request,          completed,  {repeat_response}},                               // §17.2.2
    {completed,  transport_failed, completed,  {report_transport_failure}},                      // RFC 6026 §8.8
    {completed,  timer_j,          terminated, {}},                                              // §17.2.2
});
// clang-format on
static_assert(is_deterministic(rows));
}  // namespace detail

inline constexpr Table table = detail::rows;

}  // namespace offhook::transaction::server::non_invite
