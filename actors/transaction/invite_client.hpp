// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "actors/transaction/client_table.hpp"

/// INVITE client transaction: RFC 3261 §17.1.1, figure 5, as corrected by RFC 6026 §7.2. `accepted`
/// is the correction: a 2xx does not end the transaction, so that every copy and every fork of it
/// still reaches the call leg, which acknowledges it.
namespace offhook::transaction::client::invite {

constexpr Input classify(int status) {
  if (sip::is_provisional(status)) return Input::provisional;
  return sip::is_success(status) ? Input::success : Input::failure;
}

namespace detail {
using enum State;
using enum Input;
using enum Action;

// clang-format off
inline constexpr auto rows = std::to_array<Row>({
    {initial,    request,          calling,    {send_request, start_timer_a, start_timer_b}},  // §17.1.1.2

    {calling,    timer_a,          calling,    {send_request, restart_timer_a}},               // §17.1.1.2
    {calling,    timer_b,          terminated, {report_timeout}},                              // §17.1.1.2
    {calling,    transport_failed, terminated, {report_transport_failure}},                    // §17.1.4
    {calling,    provisional,      proceeding, {stop_timers, pass_to_user}},                   // §17.1.1.2
    {calling,    success,          accepted,   {stop_timers, pass_to_user, start_timer_m}},    // RFC 6026 §8.4
    {calling,    failure,          completed,  {stop_timers, send_ack, pass_to_user, start_timer_d}},
    // cancel: not before a provisional response (§9.1). user_gone: it comes again after one.

    {proceeding, provisional,      proceeding, {pass_to_user}},                                // §17.1.1.2
    {proceeding, success,          accepted,   {stop_timers, pass_to_user, start_timer_m}},    // RFC 6026 §8.4
    {proceeding, failure,          completed,  {stop_timers, send_ack, pass_to_user, start_timer_d}},
    {proceeding, cancel,           proceeding, {send_cancel, start_timer_b}},                  // §9.1: 64*T1 more
    {proceeding, user_gone,        proceeding, {send_cancel, start_timer_b}},                  // nobody would ACK
    {proceeding, timer_b,          terminated, {report_timeout}},                              // §9.1

    {accepted,   success,          accepted,   {pass_to_user}},                                // RFC 6026 §7.2
    {accepted,   timer_m,          terminated, {}},                                            // RFC 6026 §7.2

    {completed,  failure,          completed,  {send_ack}},                                    // absorbs copies
    {completed,  success,          completed,  {pass_to_core}},                                // §16.7 step 5: a fork's
    {completed,  transport_failed, terminated, {report_transport_failure}},                    // §17.1.1.2: the ACK
    {completed,  timer_d,          terminated, {}},                                            // §17.1.1.2
});
// clang-format on
static_assert(is_deterministic(rows));
}  // namespace detail

inline constexpr Table table = detail::rows;

}  // namespace offhook::transaction::client::invite
