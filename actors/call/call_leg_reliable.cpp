// SPDX-License-Identifier: GPL-3.0-or-later
// Provisional responses that must arrive (RFC 3262): ours with their PRACK, the peer's with ours.
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/call/session_body.hpp"

namespace offhook::call {
namespace {

/// §13.3.1.1: a proxy gives up on an INVITE that it hears nothing of for three minutes.
constexpr std::chrono::seconds ring_interval{60};

std::optional<std::uint32_t> rseq_of(const sip::Message& response) {
  if (!response.lists(sip::HeaderId::require, reliable_tag)) return std::nullopt;
  return sip::parse_number(response.header(sip::HeaderId::rseq).value_or(""));
}

}  // namespace

// ---- the callee's side ----

std::optional<Reply> CallLegActor::refuse_by_reliability(const sip::Message& invite) {
  const auto use = context_.account.calls.reliable;
  const bool required = invite.lists(sip::HeaderId::require, reliable_tag);
  if (use == sip::Use::required && !supports(invite, reliable_tag))
    return Reply{421, "Require", std::string(reliable_tag), {}};
  reliable_ = required || use == sip::Use::required;
  // §3: at most 2^31-1 in the beginning, so that it does not wrap.
  if (reliable_)
    provisionals_ =
        dialog::ReliableSender(static_cast<std::uint32_t>(context_.random.next() & 0x3FFFFFFF));
  return std::nullopt;
}

void CallLegActor::send_ringing() {
  ring_again_ = after(ring_interval, LegTimerFired{LegInput::ring_again});
  if (!reliable_) return reply(*incoming_, Reply{180});
  if (provisionals_.is_outstanding()) return;  // it is being repeated anyway
  Reply ringing{180};
  ringing.more = {{"Require", std::string(reliable_tag)},
                  {"RSeq", std::to_string(provisionals_.next())}};
  // RFC 3261 §13.2.1: the first reliable message brings the offer that the INVITE lacked.
  const bool offers = session_of(*incoming_->request).empty() && !negotiation_.plan();
  provisional_ = signaling_.respond(*incoming_->request, ringing,
                                    offers ? negotiation_.offer_all() : std::string());
  provisional_timing_ = dialog::ProvisionalTiming(context_.timers.t1);
  overdue_ = after(context_.timers.limit(), LegTimerFired{LegInput::provisional_overdue});
  repeat_ringing();
}

void CallLegActor::repeat_ringing() {
  if (provisional_) tell(incoming_->transaction, transaction::SendResponse{provisional_});
  retransmit_ = after(provisional_timing_.next(), LegTimerFired{LegInput::provisional_due});
}

/// RFC 3262 §3: after a refusal it is not sent again, and its PRACK still has to be answered.
void CallLegActor::stop_provisional() {
  if (provisionals_.is_outstanding()) pracks_until_ = now() + context_.timers.limit();
  ring_again_.cancel();
  invite_expiry_.cancel();
  retransmit_.cancel();
  overdue_.cancel();
  provisional_ = nullptr;
}

// §3: a 2xx may not overtake the session of a reliable provisional response.
bool CallLegActor::must_wait_for_prack() const {
  return provisionals_.is_outstanding() && negotiation_.has_offer();
}

void CallLegActor::receive_prack(const transaction::RequestArrived& m) {
  const auto& request = *m.request;
  const auto rack = sip::parse_rack(request.header(sip::HeaderId::rack).value_or(""));
  if (!incoming_ || !rack.ok() ||
      !provisionals_.acknowledge(*rack, incoming_->request->cseq().number))
    return reply(m, Reply{481});
  // The 200 has its own timers by now.
  if (is_ringing_in(state_)) {
    retransmit_.cancel();
    overdue_.cancel();
    provisional_ = nullptr;
  }
  pracks_until_ = {};
  if (state_ == LegState::ended) {  // the session it may bring is of no use any more
    reply(m, {});
    return try_to_leave();
  }
  const auto session = session_of(request);
  auto usable = absl::OkStatus();
  if (negotiation_.has_offer() && is_ringing_in(state_)) {
    usable = negotiation_.accept(session).status();
    reply(m, {});
  } else if (!session.empty() && negotiation_.plan()) {  // §5: one more offer
    const auto answer = negotiation_.answer(session);
    reply(m, answer.ok() ? Reply{} : Reply{488}, answer.ok() ? *answer : std::string());
  } else {
    reply(m, session.empty() ? Reply{} : Reply{400});  // ours to the INVITE comes first
  }
  if (usable.ok())
    step(LegInput::pracked, 200);
  else
    step(LegInput::pracked_unusable, 488, message_of(usable));
}

// ---- the caller's side ----

/// False if the response must be dropped: a copy, or one too early (§4).
bool CallLegActor::take_provisional(const sip::Message& response) {
  auto* early = early_.open(*invite_.request, response, negotiation_);
  const auto rseq = rseq_of(response);
  if (early == nullptr) return !rseq;  // without its PRACK it did not happen
  early->dialog.send_through(signaling_.proxy_in_dialog());
  if (response.has(sip::HeaderId::allow))
    early->allows_update = response.lists(sip::HeaderId::allow, "UPDATE");
  if (!rseq) {
    if (early->negotiation.has_offer() && early->negotiation.preview(session_of(response)).ok())
      early->preview = session_of(response);
    return true;
  }
  if (early->reliable.receive(*rseq) != dialog::ProvisionalOrder::next) return false;
  acknowledge_provisional(*early, response);
  return true;
}

void CallLegActor::acknowledge_provisional(EarlyDialog& early, const sip::Message& response) {
  const auto session = session_of(response);
  std::string answer, unusable;
  if (!session.empty() && early.negotiation.has_offer()) {
    const auto agreed = early.negotiation.accept(session).status();
    if (agreed.ok())
      early.preview.clear();
    else
      unusable = message_of(agreed);
  } else if (!session.empty() && !early.negotiation.plan()) {
    if (auto ours = early.negotiation.answer(session); ours.ok()) answer = *std::move(ours);
  }
  early.dialog.refresh_target(response);
  const std::string tag = early.dialog.id().remote_tag;
  ++early.open_pracks;
  ask_peer(
      tag,
      [this, provisional = response_, answer](dialog::Dialog& dialog) {
        return signaling_.prack(dialog, *provisional, answer);
      },
      [this, tag](const Outcome&) {
        if (auto* rings = early_.find(tag)) --rings->open_pracks;
      });
  if (!unusable.empty() && !early.is_over) end_fork(early, unusable);
}

/// A 1xx to our re-INVITE: it may not stay the last word, and a reliable one is final for the
/// session it brings (RFC 6141 §3.2, §4.1).
void CallLegActor::take_re_invite_progress(const sip::Message& response) {
  if (state_ != LegState::re_inviting) return;
  if (!re_invite_progressed_) {
    re_invite_progressed_ = true;
    re_invite_limit_ = after(context_.timers.limit(), LegTimerFired{LegInput::re_invite_overdue});
  }
  const auto rseq = rseq_of(response);
  if (!rseq || re_invite_provisionals_.receive(*rseq) != dialog::ProvisionalOrder::next) return;
  const auto session = session_of(response);
  if (!session.empty() && negotiation_.has_offer()) {
    auto before = negotiation_;
    if (negotiation_.accept(session).ok()) {
      before_re_invite_ = std::move(before);
      use_session();
    }
  }
  signaling_.refresh_target(response);
  ask_peer(
      signaling_.dialog()->id().remote_tag,
      [this, provisional = response_](dialog::Dialog& dialog) {
        return signaling_.prack(dialog, *provisional, {});
      },
      [](const Outcome&) {});
}

}  // namespace offhook::call
