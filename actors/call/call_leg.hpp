// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "actors/call/leg_words.hpp"

namespace offhook::call {

/// The initial INVITE's rows come first, then those of the dialog.
// clang-format off
inline constexpr auto call_leg_table = [] {
  using enum LegState;
  using enum LegInput;
  using enum LegAction;
  return std::to_array<LegTransition>({
    {opening_out,    stream_opened,     inviting,       {send_invite}},
    {opening_out,    stream_refused,    ended,          {end_call}},
    {opening_out,    media_down,        ended,          {end_call}},
    {opening_out,    hangup,            ended,          {end_call}},

    {inviting,       progress,          proceeding,     {take_early_media}},
    {inviting,       ringing,           ringing_out,    {take_early_media}},
    {inviting,       accepted,          talking,        {confirm_dialog, send_ack, use_session}},
    {inviting,       accepted_unusable, ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {inviting,       challenged,        inviting,       {send_invite}},          // §22.2, a new CSeq
    {inviting,       refused,           ended,          {end_call}},
    {inviting,       no_response,       ended,          {end_call}},
    {inviting,       unreachable,       ended,          {end_call}},
    {inviting,       hangup,            cancel_waiting, {keep_reason}},          // §9.1
    {inviting,       media_down,        cancel_waiting, {keep_reason}},

    {proceeding,     progress,          proceeding,     {take_early_media}},
    {proceeding,     ringing,           ringing_out,    {take_early_media}},
    {proceeding,     accepted,          talking,        {confirm_dialog, send_ack, use_session}},
    {proceeding,     accepted_unusable, ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {proceeding,     challenged,        inviting,       {send_invite}},
    {proceeding,     refused,           ended,          {end_call}},
    {proceeding,     no_response,       ended,          {end_call}},
    {proceeding,     unreachable,       ended,          {end_call}},
    {proceeding,     hangup,            cancelling,     {keep_reason, send_cancel}},
    {proceeding,     media_down,        cancelling,     {keep_reason, send_cancel}},
    {proceeding,     glare_over,        proceeding,     {send_early_offer}},     // RFC 3311 §5.2

    {ringing_out,    progress,          ringing_out,    {take_early_media}},
    {ringing_out,    ringing,           ringing_out,    {take_early_media}},
    {ringing_out,    accepted,          talking,        {confirm_dialog, send_ack, use_session}},
    {ringing_out,    accepted_unusable, ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {ringing_out,    challenged,        inviting,       {send_invite}},          // another fork asks
    {ringing_out,    refused,           ended,          {end_call}},
    {ringing_out,    no_response,       ended,          {end_call}},
    {ringing_out,    unreachable,       ended,          {end_call}},
    {ringing_out,    hangup,            cancelling,     {keep_reason, send_cancel}},
    {ringing_out,    media_down,        cancelling,     {keep_reason, send_cancel}},
    {ringing_out,    glare_over,        ringing_out,    {send_early_offer}},

    {cancel_waiting, progress,          cancelling,     {send_cancel}},
    {cancel_waiting, ringing,           cancelling,     {send_cancel}},
    {cancel_waiting, accepted,          ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {cancel_waiting, accepted_unusable, ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {cancel_waiting, challenged,        ended,          {end_call}},
    {cancel_waiting, refused,           ended,          {end_call}},
    {cancel_waiting, no_response,       ended,          {end_call}},
    {cancel_waiting, unreachable,       ended,          {end_call}},

    // CANCEL and 200 crossed: the call stands, and BYE ends it.
    {cancelling,     accepted,          ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {cancelling,     accepted_unusable, ending,         {confirm_dialog, send_ack, send_bye, end_call}},
    {cancelling,     challenged,        ended,          {end_call}},
    {cancelling,     refused,           ended,          {end_call}},             // 487 as a rule
    {cancelling,     no_response,       ended,          {end_call}},
    {cancelling,     unreachable,       ended,          {end_call}},
    {cancelling,     cancel_overdue,    ended,          {end_call}},             // §9.1, last paragraph

    {opening_in,     stream_opened,     ringing_in,     {send_ringing}},
    {opening_in,     stream_opened_at_once, answering,  {send_answer, use_session}},
    {opening_in,     stream_refused,    ended,          {refuse_invite, end_call}},
    {opening_in,     unusable,          ended,          {refuse_invite, end_call}},
    {opening_in,     media_down,        ended,          {refuse_invite, end_call}},
    {opening_in,     reject,            ended,          {refuse_invite, end_call}},
    {opening_in,     hangup,            ended,          {refuse_invite, end_call}},
    {opening_in,     cancelled,         ended,          {terminate_invite, end_call}},
    {opening_in,     bye,               ended,          {accept_bye, terminate_invite, end_call}},
    {opening_in,     re_invite,         opening_in,     {refuse_overlap}},

    {ringing_in,     answer,            answering,      {send_answer, use_session}},
    {ringing_in,     reject,            ended,          {refuse_invite, end_call}},
    {ringing_in,     hangup,            ended,          {refuse_invite, end_call}},
    {ringing_in,     media_down,        ended,          {refuse_invite, end_call}},
    {ringing_in,     cancelled,         ended,          {terminate_invite, end_call}},   // §9.2
    {ringing_in,     bye,               ended,          {accept_bye, terminate_invite, end_call}},
    {ringing_in,     re_invite,         ringing_in,     {refuse_overlap}},       // §14.2
    {ringing_in,     ring_again,        ringing_in,     {send_ringing}},         // §13.3.1.1
    {ringing_in,     provisional_due,   ringing_in,     {repeat_ringing}},       // RFC 3262 §3
    {ringing_in,     provisional_overdue, ended,        {refuse_invite, end_call}},
    {ringing_in,     pracked_unusable,  ended,          {refuse_invite, end_call}},
    {ringing_in,     answer_early,      prack_waiting,  {}},

    {prack_waiting,  pracked,           answering,      {send_answer, use_session}},
    {prack_waiting,  pracked_unusable,  ended,          {refuse_invite, end_call}},
    {prack_waiting,  provisional_due,   prack_waiting,  {repeat_ringing}},
    {prack_waiting,  provisional_overdue, ended,        {refuse_invite, end_call}},
    {prack_waiting,  reject,            ended,          {refuse_invite, end_call}},
    {prack_waiting,  hangup,            ended,          {refuse_invite, end_call}},
    {prack_waiting,  media_down,        ended,          {refuse_invite, end_call}},
    {prack_waiting,  cancelled,         ended,          {terminate_invite, end_call}},
    {prack_waiting,  bye,               ended,          {accept_bye, terminate_invite, end_call}},
    {prack_waiting,  re_invite,         prack_waiting,  {refuse_overlap}},

    {answering,      retransmit_due,    answering,      {repeat_answer}},        // §13.3.1.4
    {answering,      acked,             talking,        {stop_ack_timers, use_session, complete_operation}},
    {answering,      acked_unusable,    ending,         {stop_ack_timers, send_bye, end_call}},
    {answering,      ack_overdue,       ending,         {stop_ack_timers, send_bye, end_call}},
    {answering,      bye,               ended,          {stop_ack_timers, accept_bye, end_call}},
    {answering,      hangup,            hanging_up,     {keep_reason}},
    {answering,      media_down,        hanging_up,     {keep_reason}},
    // A re-INVITE proves that the 200 arrived, so its ACK was lost or comes late (RFC 5407 §3.1).
    {answering,      re_invite,         re_invited,     {stop_ack_timers, complete_operation, answer_re_invite, use_session}},
    {answering,      re_invite_unusable, talking,       {stop_ack_timers, complete_operation, refuse_re_invite}},
    {answering,      re_invite_too_early, answering,    {refuse_glare}},

    {hanging_up,     retransmit_due,    hanging_up,     {repeat_answer}},
    {hanging_up,     acked,             ending,         {stop_ack_timers, send_bye, end_call}},
    {hanging_up,     acked_unusable,    ending,         {stop_ack_timers, send_bye, end_call}},
    {hanging_up,     ack_overdue,       ending,         {stop_ack_timers, send_bye, end_call}},
    {hanging_up,     bye,               ended,          {stop_ack_timers, accept_bye, end_call}},
    {hanging_up,     re_invite,         ending,         {stop_ack_timers, refuse_overlap, send_bye, end_call}},

    {talking,        re_negotiate,      re_inviting,    {send_re_invite}},
    {talking,        hangup,            ending,         {send_bye, end_call}},
    {talking,        media_down,        ending,         {send_bye, end_call}},
    {talking,        bye,               ended,          {accept_bye, end_call}},
    {talking,        re_invite,         re_invited,     {answer_re_invite, use_session}},
    {talking,        re_invite_unusable, talking,       {refuse_re_invite}},
    {talking,        re_invite_too_early, talking,      {refuse_glare}},
    {talking,        glare_over,        re_inviting,    {send_re_invite}},       // answered meanwhile
    {talking,        refresh_due,       re_inviting,    {send_re_invite}},
    {talking,        session_lapsed,    ending,         {send_bye, end_call}},
    {talking,        dialog_gone,       ended,          {end_call}},             // 481 to an UPDATE, INFO, …
    {talking,        no_response,       ending,         {send_bye, end_call}},

    {re_inviting,    accepted,          talking,        {send_ack, use_session, complete_operation}},
    {re_inviting,    accepted_unusable, ending,         {send_ack, send_bye, end_call}},
    {re_inviting,    challenged,        re_inviting,    {send_re_invite}},
    {re_inviting,    glare,             glare_waiting,  {drop_offer, start_glare_timer}},
    {re_inviting,    refused,           talking,        {drop_offer, refuse_operation}},  // §14.1: as it was
    {re_inviting,    unreachable,       talking,        {drop_offer, refuse_operation}},  // as 503
    {re_inviting,    dialog_gone,       ended,          {end_call}},             // §12.2.1.2
    {re_inviting,    no_response,       ending,         {send_bye, end_call}},
    {re_inviting,    hangup,            ending,         {send_bye, end_call}},
    {re_inviting,    media_down,        ending,         {send_bye, end_call}},
    {re_inviting,    bye,               ended,          {accept_bye, end_call}},
    {re_inviting,    re_invite,         re_inviting,    {refuse_glare}},
    {re_inviting,    re_invite_unusable, re_inviting,   {refuse_glare}},
    {re_inviting,    re_invite_overdue, re_cancelling,  {send_cancel}},
    {re_inviting,    session_lapsed,    ending,         {send_bye, end_call}},

    {re_cancelling,  accepted,          talking,        {send_ack, use_session, complete_operation}},  // crossed
    {re_cancelling,  accepted_unusable, ending,         {send_ack, send_bye, end_call}},
    {re_cancelling,  glare,             talking,        {drop_offer, refuse_operation}},
    {re_cancelling,  refused,           talking,        {drop_offer, refuse_operation}},  // 487 as a rule
    {re_cancelling,  unreachable,       talking,        {drop_offer, refuse_operation}},
    {re_cancelling,  dialog_gone,       ended,          {end_call}},
    {re_cancelling,  no_response,       ending,         {send_bye, end_call}},
    {re_cancelling,  cancel_overdue,    ending,         {send_bye, end_call}},   // §9.1, last paragraph
    {re_cancelling,  hangup,            ending,         {send_bye, end_call}},
    {re_cancelling,  media_down,        ending,         {send_bye, end_call}},
    {re_cancelling,  bye,               ended,          {accept_bye, end_call}},
    {re_cancelling,  re_invite,         re_cancelling,  {refuse_glare}},
    {re_cancelling,  re_invite_unusable, re_cancelling, {refuse_glare}},
    {re_cancelling,  session_lapsed,    ending,         {send_bye, end_call}},

    {glare_waiting,  glare_over,        re_inviting,    {send_re_invite}},
    {glare_waiting,  hangup,            ending,         {send_bye, end_call}},
    {glare_waiting,  media_down,        ending,         {send_bye, end_call}},
    {glare_waiting,  bye,               ended,          {accept_bye, end_call}},
    {glare_waiting,  re_invite,         re_invited,     {answer_re_invite, use_session}},
    {glare_waiting,  re_invite_unusable, glare_waiting, {refuse_re_invite}},
    {glare_waiting,  session_lapsed,    ending,         {send_bye, end_call}},
    {glare_waiting,  dialog_gone,       ended,          {end_call}},
    {glare_waiting,  no_response,       ending,         {send_bye, end_call}},

    // Hold or resume waits for the ACK (§14.1: no INVITE while one is under way in either direction).
    {re_invited,     re_negotiate,      re_invited,     {}},
    {re_invited,     retransmit_due,    re_invited,     {repeat_answer}},
    {re_invited,     acked,             talking,        {stop_ack_timers, use_session, start_waiting_operation}},
    {re_invited,     acked_unusable,    ending,         {stop_ack_timers, send_bye, end_call}},
    {re_invited,     ack_overdue,       ending,         {stop_ack_timers, send_bye, end_call}},
    {re_invited,     hangup,            ending,         {stop_ack_timers, send_bye, end_call}},
    {re_invited,     media_down,        ending,         {stop_ack_timers, send_bye, end_call}},
    {re_invited,     bye,               ended,          {stop_ack_timers, accept_bye, end_call}},
    {re_invited,     re_invite,         re_invited,     {stop_ack_timers, answer_re_invite, use_session}},
    {re_invited,     re_invite_unusable, talking,       {stop_ack_timers, refuse_re_invite, start_waiting_operation}},
    {re_invited,     re_invite_too_early, re_invited,   {refuse_glare}},
    {re_invited,     session_lapsed,    ending,         {stop_ack_timers, send_bye, end_call}},
    {re_invited,     dialog_gone,       ended,          {stop_ack_timers, end_call}},
    {re_invited,     no_response,       ending,         {stop_ack_timers, send_bye, end_call}},

    {ending,         bye,               ending,         {accept_bye}},           // both hung up at once
    {ending,         bye_challenged,    ending,         {send_bye}},
    {ending,         bye_done,          ended,          {leave}},
    {ended,          bye,               ended,          {accept_bye}},           // crossed ours, and came late
  });
}();
// clang-format on
static_assert(is_deterministic(call_leg_table));

}  // namespace offhook::call
