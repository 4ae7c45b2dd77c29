// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "actors/base/transition_table.hpp"

namespace offhook::registration {

/// One binding at the registrar, RFC 3261 §10.2. Never two REGISTER requests at once (§10.2).
enum class State : std::uint8_t {
  idle,    ///< no binding, nothing wanted
  trying,  ///< REGISTER sent
  registered,
  refreshing,    ///< REGISTER sent while the binding is good
  backing_off,   ///< it failed; the next try is set
  leaving_soon,  ///< to be removed as soon as the REGISTER under way is answered
  leaving,       ///< REGISTER with expires 0 sent
};

enum class Input : std::uint8_t {
  join,        ///< the owner wants to be registered, now
  leave,       ///< the owner wants the binding removed
  give_up,     ///< the same, and as far as we know there is none
  granted,     ///< 2xx, with the binding
  removed,     ///< 2xx, without it
  challenged,  ///< 401 or 407 that we can answer
  too_brief,   ///< 423 with a longer Min-Expires
  refused,     ///< other 300-699
  lost,        ///< no final response, or the network refused
  refresh_due,
  retry_due,
};

enum class Action : std::uint8_t {
  send_register,
  send_removal,
  resend,  ///< the same again: with credentials, or a longer time
  start_refresh_timer,
  back_off,
  forget,        ///< no binding any more; timers stopped
  answer_join,   ///< whoever asked to register
  answer_leave,  ///< whoever asked to unregister
};

// clang-format off
inline constexpr auto table = [] {
  using enum State;
  using enum Input;
  using enum Action;
  return std::to_array<Transition<State, Input, Action>>({
    {idle,         join,        trying,       {send_register}},
    {idle,         leave,       idle,         {answer_leave}},

    {trying,       granted,     registered,   {start_refresh_timer, answer_join}},
    {trying,       removed,     backing_off,  {back_off, answer_join}},  // a registrar that keeps nothing
    {trying,       challenged,  trying,       {resend}},
    {trying,       too_brief,   trying,       {resend}},                 // §10.2.8
    {trying,       refused,     backing_off,  {back_off, answer_join}},
    {trying,       lost,        backing_off,  {back_off, answer_join}},
    {trying,       leave,       leaving_soon, {}},

    {registered,   join,        refreshing,   {send_register}},
    {registered,   refresh_due, refreshing,   {send_register}},          // §10.2.4
    {registered,   leave,       leaving,      {send_removal}},           // §10.2.2

    {refreshing,   granted,     registered,   {start_refresh_timer, answer_join}},
    {refreshing,   removed,     backing_off,  {back_off, answer_join}},
    {refreshing,   challenged,  refreshing,   {resend}},
    {refreshing,   too_brief,   refreshing,   {resend}},
    {refreshing,   refused,     backing_off,  {back_off, answer_join}},
    {refreshing,   lost,        backing_off,  {back_off, answer_join}},
    {refreshing,   leave,       leaving_soon, {}},

    {backing_off,  retry_due,   trying,       {send_register}},
    {backing_off,  join,        trying,       {send_register}},
    {backing_off,  give_up,     idle,         {forget, answer_leave}},
    {backing_off,  leave,       leaving,      {send_removal}},           // the last binding still stands

    {leaving_soon, granted,     leaving,      {answer_join, send_removal}},
    {leaving_soon, removed,     idle,         {forget, answer_join, answer_leave}},
    {leaving_soon, challenged,  leaving,      {answer_join, send_removal}},
    {leaving_soon, too_brief,   leaving,      {answer_join, send_removal}},
    {leaving_soon, refused,     idle,         {forget, answer_join, answer_leave}},
    {leaving_soon, lost,        idle,         {forget, answer_join, answer_leave}},

    {leaving,      granted,     idle,         {forget, answer_leave}},   // it answered 2xx: our part is done
    {leaving,      removed,     idle,         {forget, answer_leave}},
    {leaving,      challenged,  leaving,      {resend}},
    {leaving,      too_brief,   idle,         {forget, answer_leave}},
    {leaving,      refused,     idle,         {forget, answer_leave}},
    {leaving,      lost,        idle,         {forget, answer_leave}},
    {leaving,      join,        leaving,      {}},                       // begins again afterwards
  });
}();
// clang-format on
static_assert(is_deterministic(table));

}  // namespace offhook::registration
