// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "actors/transaction/client_table.hpp"

/// Non-INVITE client transaction: RFC 3261 §17.1.2, figure 6.
namespace offhook::transaction::client::non_invite {

constexpr Input classify(int status) {
  return sip::is_provisional(status) ? Input::provisional : Input::final_response;
}

namespace detail {
using enum State;
using enum Input;
using enum Action;

// clang-format off
inline constexpr auto rows = std::to_array<Row>({
    {initial,    request,          trying,     {send_request, start_timer_e, start_timer_f}},  // §17.1.2.2

    {trying,     timer_e,          trying,     {send_request, restart_timer_e}},               // §17.1.2.2
    {trying,     timer_f,          terminated, {report_timeout}},                              // §17.1.2.2
    {trying,     transport_failed, terminated, {report_transport_failure}},                    // §17.1.4
    {trying,     provisional,      proceeding, {pass_to_user}},          // timer E runs on: requests repeat
    {trying,     final_response,   completed,  {stop_timers, pass_to_user, start_timer_k}},    // §17.1.2.2

    {proceeding, timer_e,          proceeding, {send_request, restart_timer_e_at_t2}},         // §17.1.2.2
    {proceeding, timer_f,          terminated, {report_timeout}},                              // §17.1.2.2
    {proceeding, transport_failed, terminated, {report_transport_failure}},                    // §17.1.4
    {proceeding, provisional,      proceeding, {pass_to_user}},                                // figure 6
    {proceeding, final_response,   completed,  {stop_timers, pass_to_user, start_timer_k}},    // §17.1.2.2

    // Completed: copies of the response are buffered away (§17.1.2.2).
    {completed,  timer_k,          terminated, {}},                                            // §17.1.2.2
});
// clang-format on
static_assert(is_deterministic(rows));
}  // namespace detail

inline constexpr Table table = detail::rows;

}  // namespace offhook::transaction::client::non_invite
