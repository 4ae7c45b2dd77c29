// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "actors/base/transition_table.hpp"
#include "actors/call/call_end.hpp"
#include "actors/call/call_state.hpp"
#include "actors/call/hold.hpp"

namespace offhook::call {

/// Where one call leg stands, RFC 3261 §13 to §15.
enum class LegState : std::uint8_t {
  // outgoing
  opening_out,     ///< a port for sound is being bound; no INVITE yet
  inviting,        ///< INVITE sent, nothing back
  proceeding,      ///< 1xx, not ringing
  ringing_out,     ///< 180
  cancel_waiting,  ///< hung up before any 1xx: the CANCEL must wait for one (§9.1)
  cancelling,      ///< CANCEL sent; only the final response ends the leg
  // incoming
  opening_in,
  ringing_in,
  prack_waiting,  ///< answered here, but a reliable 18x with a session has no PRACK (RFC 3262 §3)
  answering,      ///< 200 sent, no ACK yet
  hanging_up,     ///< hung up meanwhile: the callee's BYE must wait for the ACK (§15)
  // both
  talking,        ///< dialog confirmed, no INVITE under way
  re_inviting,    ///< our re-INVITE has no final response
  re_cancelling,  ///< it had none for too long: CANCEL sent
  glare_waiting,  ///< it met the peer's: 491, try again after the window (§14.1)
  re_invited,     ///< 200 to the peer's re-INVITE sent, no ACK yet
  ending,         ///< BYE sent
  ended,
};

enum class LegInput : std::uint8_t {
  // from the person and the phone
  hangup,
  answer,
  reject,
  re_negotiate,  ///< hold or resume
  answer_early,  ///< answer, while the 200 must wait for a PRACK
  // from media
  stream_opened,
  stream_opened_at_once,  ///< and the INVITE takes the place of a call that stood (RFC 3891 §3)
  stream_refused,
  media_down,
  // responses to our INVITE, and to our re-INVITE once the dialog is confirmed
  progress,           ///< 1xx but 180
  ringing,            ///< 180
  accepted,           ///< 2xx, its session usable
  accepted_unusable,  ///< 2xx without an answer that we can use
  challenged,         ///< 401 or 407 that we can answer, or another refusal that a changed INVITE
                      ///< may heal: see remedy.hpp, and a 3xx with another target
  refused,            ///< other 300-699
  glare,              ///< 491 to a re-INVITE
  dialog_gone,        ///< 481 to a re-INVITE
  no_response,        ///< 408, or 64*T1 without a final response
  unreachable,        ///< the network refused
  // responses to our BYE
  bye_challenged,
  bye_done,  ///< any other final response, or none in 64*T1
  // requests of the peer
  unusable,  ///< the INVITE that began the leg: 400, 415 or 420
  cancelled,
  pracked,           ///< the PRACK of our reliable 18x
  pracked_unusable,  ///< it should have brought an answer
  acked,
  acked_unusable,  ///< the ACK should have brought an answer
  bye,
  re_invite,
  re_invite_unusable,   ///< 415, 420, 400 or 488
  re_invite_too_early,  ///< our offer in the 200 or UPDATE before it is still unanswered
  // timers
  retransmit_due,
  ack_overdue,     ///< 64*T1 after our 200
  cancel_overdue,  ///< 64*T1 after our CANCEL
  glare_over,
  ring_again,           ///< a minute has gone since the last 180 (§13.3.1.1)
  provisional_due,      ///< a reliable 18x has no PRACK
  provisional_overdue,  ///< 64*T1 after it
  re_invite_overdue,    ///< our re-INVITE had a 1xx and then nothing
  refresh_due,          ///< of the session timer, by a re-INVITE (RFC 4028 §7.4)
  session_lapsed,       ///< nobody refreshed in time (RFC 4028 §10)
};

enum class LegAction : std::uint8_t {
  send_invite,
  take_early_media,
  send_cancel,
  confirm_dialog,
  send_ack,
  use_session,  ///< the stream follows what was agreed
  send_ringing,
  repeat_ringing,
  send_answer,
  repeat_answer,
  stop_ack_timers,
  refuse_invite,
  terminate_invite,  ///< 487
  send_re_invite,
  drop_offer,
  start_glare_timer,
  send_early_offer,  ///< UPDATE while it rings there (RFC 3311 §5.1)
  answer_re_invite,
  refuse_re_invite,
  refuse_glare,    ///< 491
  refuse_overlap,  ///< 500 with Retry-After (§14.2)
  complete_operation,
  refuse_operation,
  start_waiting_operation,
  send_bye,
  accept_bye,
  keep_reason,  ///< why the call will have ended, whatever ends it now
  end_call,
  leave,
};

using LegTransition = Transition<LegState, LegInput, LegAction>;

/// The dialog is confirmed and nobody has ended it.
constexpr bool is_established(LegState state) {
  return state >= LegState::answering && state <= LegState::re_invited;
}

/// Hold and resume are possible: now, or as soon as the peer's INVITE has its ACK.
constexpr bool may_re_negotiate(LegState state) {
  return state == LegState::talking || state == LegState::re_invited;
}

/// The peer's INVITE has no final response.
constexpr bool is_ringing_in(LegState state) {
  return state >= LegState::opening_in && state <= LegState::prack_waiting;
}

/// Our INVITE has no final response.
constexpr bool is_calling(LegState state) {
  return state >= LegState::inviting && state <= LegState::cancelling;
}

/// Hung up, and the dialog does not show it yet.
constexpr bool is_hanging_up(LegState state) {
  return state == LegState::cancel_waiting || state == LegState::cancelling ||
         state == LegState::hanging_up;
}

/// What the leg is to others. `before` is the last answer: while a CANCEL is under way the far
/// phone still rings.
constexpr CallState to_call_state(LegState state, CallState before, Holds holds) {
  switch (state) {
    case LegState::opening_out:
    case LegState::inviting:
      return CallState::dialing;
    case LegState::proceeding:
      return CallState::proceeding;
    case LegState::ringing_out:
      return CallState::ringing_out;
    case LegState::cancel_waiting:
    case LegState::cancelling:
      return before;
    case LegState::opening_in:
    case LegState::ringing_in:
    case LegState::prack_waiting:
      return CallState::ringing_in;
    case LegState::ending:
    case LegState::ended:
      return CallState::ended;
    default:
      return established_state(holds);
  }
}

/// Why a call is over that `input` ended in `state`.
constexpr EndCause end_cause(LegState state, LegInput input) {
  switch (input) {
    case LegInput::hangup:
      if (is_established(state)) return EndCause::hung_up_here;
      return is_ringing_in(state) ? EndCause::refused_here : EndCause::cancelled_here;
    case LegInput::reject:
    case LegInput::unusable:
      return EndCause::refused_here;
    case LegInput::stream_refused:
    case LegInput::media_down:
    case LegInput::accepted_unusable:
    case LegInput::acked_unusable:
    case LegInput::pracked_unusable:
      return EndCause::media_failed;
    case LegInput::refused:
    case LegInput::challenged:
      return EndCause::refused_there;
    case LegInput::unreachable:
      return EndCause::transport_failed;
    case LegInput::no_response:
      return is_established(state) ? EndCause::dialog_lost : EndCause::no_response;
    case LegInput::dialog_gone:
    case LegInput::session_lapsed:
    case LegInput::cancel_overdue:
      return EndCause::dialog_lost;
    case LegInput::cancelled:
      return EndCause::cancelled_there;
    case LegInput::bye:
      return is_established(state) ? EndCause::hung_up_there : EndCause::cancelled_there;
    case LegInput::ack_overdue:
    case LegInput::provisional_overdue:
      return EndCause::answer_not_acked;
    default:
      return EndCause::internal_error;
  }
}

/// Where the offers and answers of a dialog stand when another offer comes in.
struct OfferState {
  bool ours_is_out = false;     ///< our offer has no answer
  bool theirs_is_open = false;  ///< an offer of the peer has none
};

/// The answer to an UPDATE that brings an offer (RFC 3311 §5.2): 200 if it can be taken now, 491
/// while our own offer is out, 500 while one of theirs has no answer.
constexpr int update_status(LegState state, OfferState offers) {
  if (state >= LegState::ending) return 481;
  if (offers.ours_is_out || state == LegState::re_inviting || state == LegState::re_cancelling)
    return 491;
  return offers.theirs_is_open ? 500 : 200;
}

}  // namespace offhook::call
