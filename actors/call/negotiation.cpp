// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/negotiation.hpp"

#include <algorithm>

#include "actors/sdp/parser.hpp"

namespace offhook::call {

std::string Negotiation::offer_hold(bool local) {
  return keep_offer(offer_direction({local, holds_.remote}, terms_.hold_form), local);
}

std::string Negotiation::offer_again() {
  if (!current_) return offer_hold(holds_.local);
  const auto& media = current_->media;
  const auto audio =
      std::find_if(media.begin(), media.end(), [](const sdp::Media& m) { return !m.is_refused(); });
  if (audio == media.end()) return offer_hold(holds_.local);
  offered_ = Offered{*current_, sdp::effective_direction(*current_, *audio), holds_.local};
  return sdp::to_string(*current_);
}

std::string Negotiation::offer_all() {
  return keep_offer(wanted_direction(holds_, terms_.hold_form), holds_.local);
}

std::string Negotiation::keep_offer(sdp::Direction direction, bool local_hold) {
  if (!terms_.sound) direction = sdp::Direction::inactive;
  const auto audio = local_audio(direction);
  auto session = current_ ? sdp::make_offer(audio, *current_) : sdp::make_offer(audio);
  if (local_hold && terms_.hold_form == sip::HoldForm::zero_address && !terms_.address.is_v6())
    write_zero_address(session, {local_hold, holds_.remote});
  number(session);
  offered_ = Offered{std::move(session), direction, local_hold};
  return sdp::to_string(offered_->session);
}

absl::StatusOr<sdp::MediaPlan> Negotiation::preview(std::string_view answer) const {
  if (!offered_) return failed_precondition("an answer without an offer");
  auto session = sdp::parse(answer);
  if (!session.ok()) return session.status();
  return sdp::accept_answer(offered_->session, *session);
}

absl::StatusOr<sdp::MediaPlan> Negotiation::accept(std::string_view answer) {
  auto plan = preview(answer);
  if (!plan.ok()) return plan.status();
  holds_.local = offered_->local_hold;
  holds_.remote = remote_holds_after_answer(holds_.remote, offered_->direction, plan->remote_holds);
  current_ = std::move(offered_->session);
  offered_.reset();
  plan_ = *plan;
  return plan;
}

absl::Status Negotiation::check(std::string_view offer) const {
  auto session = sdp::parse(offer);
  if (!session.ok()) return session.status();
  if (plan_ && sdp::removes_audio(*session)) return absl::OkStatus();
  auto audio = local_audio(wanted_direction(holds_, terms_.hold_form));
  if (audio.port == 0) audio.port = 9;  // none yet; any will do to see whether there is an answer
  return sdp::make_answer(*session, audio).status();
}

absl::StatusOr<std::string> Negotiation::answer(std::string_view offer) {
  auto session = sdp::parse(offer);
  if (!session.ok()) return session.status();
  const auto audio = local_audio(wanted_direction(holds_, terms_.hold_form));
  if (plan_ && sdp::removes_audio(*session)) {
    // The stream stays ours, silent, until another offer brings it back.
    current_ = numbered(sdp::refuse_all(*session, audio));
    plan_->direction = sdp::Direction::inactive;
    holds_.remote = true;
    return sdp::to_string(*current_);
  }
  auto agreed = sdp::make_answer(*session, audio);
  if (!agreed.ok()) return agreed.status();
  number(agreed->answer);
  // Whoever has no sound to send is not held by a peer that wants none.
  holds_.remote = terms_.sound && agreed->plan.remote_holds;
  current_ = std::move(agreed->answer);
  plan_ = agreed->plan;
  return sdp::to_string(*current_);
}

sdp::LocalAudio Negotiation::local_audio(sdp::Direction direction) const {
  sdp::LocalAudio audio;
  audio.address = terms_.address;
  audio.port = port_;
  audio.codecs = terms_.codecs;
  audio.telephone_event = terms_.telephone_event;
  audio.direction = terms_.sound ? direction : sdp::Direction::inactive;
  audio.session_id = terms_.session_id;
  audio.ptime = terms_.ptime;
  audio.own_order = terms_.own_order;
  return audio;
}

sdp::Session Negotiation::numbered(sdp::Session session) {
  number(session);
  return session;
}

void Negotiation::number(sdp::Session& session) {
  // The same words keep their number: an answer that changes nothing, an offer sent again because
  // the INVITE was challenged.
  for (const auto* known :
       {current_ ? &*current_ : nullptr, offered_ ? &offered_->session : nullptr}) {
    if (known == nullptr) continue;
    session.origin.session_version = known->origin.session_version;
    if (session == *known) return;
  }
  // Above every version ever sent: one that was refused has been seen all the same.
  session.origin.session_version = ++version_;
}

}  // namespace offhook::call
