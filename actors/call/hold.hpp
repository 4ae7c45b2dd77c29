// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/call/call_state.hpp"
#include "actors/sdp/session.hpp"
#include "actors/sip/call_options.hpp"

namespace offhook::call {

/// Who holds whom. Each side's hold is its own: one resumes, the other stays (RFC 5359 §2.1).
struct Holds {
  bool local = false;   ///< we do not want to hear the peer
  bool remote = false;  ///< the peer does not want to hear us
  friend bool operator==(const Holds&, const Holds&) = default;
};

/// The state of a confirmed dialog.
[[nodiscard]] constexpr CallState established_state(Holds holds) {
  if (holds.local) return holds.remote ? CallState::held_both : CallState::held_local;
  return holds.remote ? CallState::held_remote : CallState::connected;
}

/// The direction of our offer in a re-INVITE (RFC 3264 §8.4). A hold takes away receiving,
/// whichever side asks: held, we must not offer to send. Of our own hold, `inactive` takes away
/// sending as well.
[[nodiscard]] sdp::Direction offer_direction(Holds wanted,
                                             sip::HoldForm form = sip::HoldForm::sendonly);

/// Says a hold of ours as RFC 2543 did: the address 0.0.0.0, and no direction unless the peer
/// holds us too.
void write_zero_address(sdp::Session& offer, Holds wanted);

/// What we want when we answer, or offer because an INVITE came without one: the offer of the peer
/// speaks for its own hold, so only ours counts.
[[nodiscard]] sdp::Direction wanted_direction(Holds holds,
                                              sip::HoldForm form = sip::HoldForm::sendonly);

/// Whether the peer holds us after answering our offer. `refuses_audio`: its answer does not
/// receive. Only an offer to send can be refused: to an offer of recvonly or inactive the answer
/// never receives. And `inactive` to our sendonly is what some phones always answer, so it puts no
/// hold on a call that had none; we would offer recvonly for ever after.
[[nodiscard]] bool remote_holds_after_answer(bool before, sdp::Direction offered,
                                             bool refuses_audio);

}  // namespace offhook::call
