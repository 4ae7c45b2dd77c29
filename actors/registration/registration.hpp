// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "actors/base/transition_table.hpp"

namespace offhook::registration {

/// One binding at the registrar, RFC 3261 §10.2. Never two REGISTER requests at once (§10.2).
enum class State : std::uint8_t {
  idle,      ///< no binding, nothing wanted
  starting,  ///< the first REGISTER waits, so that a house full of phones does not start at once
  clearing,  ///< removal of whatever bindings there are, sent first
  trying,    ///< REGISTER sent
  registered,
  refreshing,    ///< REGISTER sent while the binding is good
  returning,     ///< REGISTER sent to the first server while the binding at another is good
  backing_off,   ///< it failed; the next try is set
  leaving_soon,  ///< to be removed as soon as the REGISTER under way is answered
  leaving,       ///< REGISTER with expires 0 sent
};

enum class Input : std::uint8_t {
  join,         ///< the owner wants to be registered, now
  join_late,    ///< the same, at its time
  join_clean,   ///< the same, and all bindings of before removed first
  leave,        ///< the owner wants the binding removed
  give_up,      ///< the same, and as far as we know there is none
  granted,      ///< 2xx, with the binding
  removed,      ///< 2xx, without it
  challenged,   ///< 401 or 407 that we can answer
  too_brief,    ///< 423 with a longer Min-Expires
  refused,      ///< other 300-699
  redirected,   ///< 301 or 302 to where we may follow
  next_server,  ///< it failed, and there is another server
  reachable,    ///< a server that did not answer does again
  fail_back,    ///< the first server is to be tried
  lost,         ///< no final response, or the network refused
  refresh_due,
  retry_due,
};

enum class Action : std::uint8_t {
  send_register,
  send_removal,
  send_clearing,  ///< removal of all bindings
  send_to_first,  ///< REGISTER to the first server
  stay,           ///< the binding at the other server goes on
  start_surge_timer,
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
    {idle,         join_late,   starting,     {start_surge_timer}},
    {idle,         join_clean,  clearing,     {send_clearing}},
    {idle,         leave,       idle,         {answer_leave}},

    {starting,     join,        trying,       {send_register}},
    {starting,     join_clean,  clearing,     {send_clearing}},
    {starting,     leave,       idle,         {forget, answer_leave}},

    {clearing,     challenged,  clearing,     {resend}},
    {clearing,     granted,     trying,       {send_register}},
    {clearing,     removed,     trying,       {send_register}},
    {clearing,     too_brief,   trying,       {send_register}},
    {clearing,     redirected,  trying,       {send_register}},
    {clearing,     refused,     trying,       {send_register}},
    {clearing,     lost,        trying,       {send_register}},
    {clearing,     leave,       leaving_soon, {}},

    {trying,       granted,     registered,   {start_refresh_timer, answer_join}},
    {trying,       removed,     backing_off,  {back_off, answer_join}},  // a registrar that keeps nothing
    {trying,       challenged,  trying,       {resend}},
    {trying,       too_brief,   trying,       {resend}},                 // §10.2.8
    {trying,       redirected,  trying,       {resend}},                 // §8.1.3.4
    {trying,       next_server, trying,       {send_register}},
    {trying,       reachable,   trying,       {send_register}},
    {trying,       refused,     backing_off,  {back_off, answer_join}},
    {trying,       lost,        backing_off,  {back_off, answer_join}},
    {trying,       leave,       leaving_soon, {}},

    {registered,   join,        refreshing,   {send_register}},
    {registered,   refresh_due, refreshing,   {send_register}},          // §10.2.4
    {registered,   fail_back,   returning,    {send_to_first}},
    {registered,   leave,       leaving,      {send_removal}},           // §10.2.2

    {refreshing,   granted,     registered,   {start_refresh_timer, answer_join}},
    {refreshing,   removed,     backing_off,  {back_off, answer_join}},
    {refreshing,   challenged,  refreshing,   {resend}},
    {refreshing,   too_brief,   refreshing,   {resend}},
    {refreshing,   redirected,  refreshing,   {resend}},
    {refreshing,   next_server, trying,       {send_register}},
    {refreshing,   reachable,   refreshing,   {send_register}},
    {refreshing,   refused,     backing_off,  {back_off, answer_join}},
    {refreshing,   lost,        backing_off,  {back_off, answer_join}},
    {refreshing,   leave,       leaving_soon, {}},

    {returning,    granted,     registered,   {start_refresh_timer, answer_join}},
    {returning,    challenged,  returning,    {resend}},
    {returning,    too_brief,   returning,    {resend}},
    {returning,    redirected,  registered,   {stay, answer_join}},
    {returning,    removed,     registered,   {stay, answer_join}},
    {returning,    refused,     registered,   {stay, answer_join}},
    {returning,    lost,        registered,   {stay, answer_join}},
    {returning,    leave,       leaving,      {stay, send_removal}},

    {backing_off,  retry_due,   trying,       {send_register}},
    {backing_off,  reachable,   trying,       {send_register}},
    {backing_off,  join,        trying,       {send_register}},
    {backing_off,  give_up,     idle,         {forget, answer_leave}},
    {backing_off,  leave,       leaving,      {send_removal}},           // the last binding still stands

    {leaving_soon, granted,     leaving,      {answer_join, send_removal}},
    {leaving_soon, removed,     idle,         {forget, answer_join, answer_leave}},
    {leaving_soon, challenged,  leaving,      {answer_join, send_removal}},
    {leaving_soon, too_brief,   leaving,      {answer_join, send_removal}},
    {leaving_soon, redirected,  idle,         {forget, answer_join, answer_leave}},
    {leaving_soon, refused,     idle,         {forget, answer_join, answer_leave}},
    {leaving_soon, lost,        idle,         {forget, answer_join, answer_leave}},

    {leaving,      granted,     idle,         {forget, answer_leave}},   // it answered 2xx: our part is done
    {leaving,      removed,     idle,         {forget, answer_leave}},
    {leaving,      challenged,  leaving,      {resend}},
    {leaving,      too_brief,   idle,         {forget, answer_leave}},
    {leaving,      redirected,  idle,         {forget, answer_leave}},
    {leaving,      refused,     idle,         {forget, answer_leave}},
    {leaving,      lost,        idle,         {forget, answer_leave}},
    {leaving,      join,        leaving,      {}},                       // begins again afterwards
  });
}();
// clang-format on
static_assert(is_deterministic(table));

}  // namespace offhook::registration
