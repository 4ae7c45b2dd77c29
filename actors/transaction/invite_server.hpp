// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "actors/transaction/server_table.hpp"

/// INVITE server transaction: RFC 3261 §17.2.1, figure 7, as corrected by RFC 6026 §7.1 and §8.
/// After a 2xx it stays in `accepted`, so that a late copy of the INVITE is no new call. A response
/// that could not be sent is reported and changes no state (RFC 6026 §8.8).
namespace offhook::transaction::server::invite {

constexpr Input classify(int status) {
  if (sip::is_provisional(status)) return Input::send_provisional;
  return sip::is_success(status) ? Input::send_success : Input::send_failure;
}

namespace detail {
using enum State;
using enum Input;
using enum Action;

// clang-format off
inline constexpr auto rows = std::to_array<Row>({
    {initial,    request,          proceeding, {pass_to_user, start_timer_trying}},                // §17.2.1

    {proceeding, timer_trying,     proceeding, {send_trying}},                                     // §17.2.1
    {proceeding, request,          proceeding, {repeat_response}},                                 // §17.2.1
    {proceeding, send_provisional, proceeding, {stop_timers, send_response}},                      // §17.2.1
    {proceeding, send_success,     accepted,   {stop_timers, send_response, start_timer_l}},       // RFC 6026 §8.5
    {proceeding, send_failure,     completed,  {stop_timers, send_response, start_timer_g, start_timer_h}},
    {proceeding, cancel,           proceeding, {answer_cancel, report_cancel}},                    // §9.2
    {proceeding, user_gone,        completed,  {stop_timers, answer_for_user, start_timer_g, start_timer_h}},
    {proceeding, transport_failed, proceeding, {report_transport_failure}},                        // RFC 6026 §8.8

    {completed,  request,          completed,  {repeat_response}},                                 // §17.2.1
    {completed,  timer_g,          completed,  {repeat_response, restart_timer_g}},                // §17.2.1
    {completed,  timer_h,          terminated, {report_timeout}},                                  // §17.2.1
    {completed,  ack,              confirmed,  {stop_timers, start_timer_i}},                      // §17.2.1
    {completed,  cancel,           completed,  {answer_cancel}},                                   // §9.2: no effect
    {completed,  transport_failed, completed,  {report_transport_failure}},                        // RFC 6026 §8.8

    // Confirmed: further ACKs and late copies of the INVITE are absorbed (§17.2.1).
    {confirmed,  cancel,           confirmed,  {answer_cancel}},                                   // §9.2: no effect
    {confirmed,  timer_i,          terminated, {}},                                                // §17.2.1

    // Accepted: copies of the INVITE are absorbed; the user repeats the 2xx (RFC 6026 §7.1).
    {accepted,   send_success,     accepted,   {send_response}},                                   // RFC 6026 §7.1
    {accepted,   ack,              accepted,   {pass_ack_to_user}},                                // RFC 6026 §7.1
    {accepted,   cancel,           accepted,   {answer_cancel}},                                   // §9.2: no effect
    {accepted,   transport_failed, accepted,   {report_transport_failure}},                        // RFC 6026 §8.8
    {accepted,   timer_l,          terminated, {}},                                                // RFC 6026 §7.1
});
// clang-format on
static_assert(is_deterministic(rows));
}  // namespace detail

inline constexpr Table table = detail::rows;

}  // namespace offhook::transaction::server::invite
