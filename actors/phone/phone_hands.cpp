// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does at the desk, and what that has calls do.
#include "actors/call/call_leg_actor.hpp"
#include "actors/device/keypad_layout.hpp"
#include "actors/phone/error_of.hpp"
#include "actors/phone/intercom_call.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/phone/volume_keys.hpp"

namespace offhook::phone {
void PhoneActor::perform(const Acts& acts, std::string_view cause) {
  for (const auto& act : acts) std::visit([this](const auto& one) { perform(one); }, act);
  refresh(cause);
}

/// Whoever calls for help is not asked which account has service.
const sip::Account* PhoneActor::account_for(const PlaceCall& act) const {
  const auto* wanted = account_of(act.account_id);
  if (!act.emergency || wanted == nullptr || can_dial(*wanted)) return wanted;
  for (const auto& account : parts_.settings.accounts)
    if (can_dial(account)) return &account;
  return wanted;
}

void PhoneActor::dial_failed(Word why) { desk_.dial_failed(text_of(*desk_.rules().words, why)); }

void PhoneActor::perform(const PlaceCall& act) {
  const auto* known = account_for(act);
  if (known == nullptr) return dial_failed(Word::no_such_account);
  auto account = *known;
  const bool may_be_address = parts_.settings.direct_ip_calls && !act.replaces;
  const auto address = may_be_address ? direct_address(act.dialled) : "";
  if (!address.empty()) {  // straight there, past every server
    account.outbound_proxy.clear();
    account.service_route.clear();
  }
  const auto target = target_uri(address.empty() ? act.dialled : address, account.aor);
  if (!target.ok()) return dial_failed(Word::no_number);
  if (address.empty() && !act.emergency && !can_dial(account)) return dial_failed(Word::no_service);
  if (book_.size() >= parts_.settings.max_calls) return dial_failed(Word::no_free_line);
  call::InviteExtras extras;
  extras.replaces = act.replaces;
  if (act.intercom) extras.more = intercom_headers(account);
  const bool seizes = address.empty() && !act.emergency;  // whoever calls for help is not kept
  place({account, parts_.random->token(), *target, extras, seizes});
}

void PhoneActor::perform(const RejectCall& act) {
  order_by_hand(act.call_id, call::Reject{features_.refuse_status}, "reject");
}
void PhoneActor::perform(const ForwardCall& act) {
  const auto error = deflect(act.call_id, act.target, DiversionReason::deflection);
  if (error) emit(WarningEvent{"operation_refused", error->message, "call " + act.call_id}, "key");
}
void PhoneActor::perform(const TransferCall& act) {
  begin_transfer({act.call_id, act.target, act.consult_call_id},
                 [this, id = act.call_id](const std::variant<CallInfo, Error>& outcome) {
                   const auto* error = std::get_if<Error>(&outcome);
                   const auto& words = *desk_.rules().words;
                   std::string why(text_of(words, Word::transfer_failed));
                   if (error != nullptr && error->sip)
                     why = text_of(words, Word::transfer_failed_why,
                                   std::to_string(error->sip->code) + " " + error->sip->reason);
                   desk_.transfer_over(id, error == nullptr, why);
                   refresh("transfer over");
                 });
}
void PhoneActor::perform(const ToggleDoNotDisturb& act) {
  const auto* account = account_of(act.account_id);
  const std::string id = account != nullptr ? account->id : "";
  features_.set_do_not_disturb(id, !features_.do_not_disturb_at(id));
  features_changed(id, "key");
}
void PhoneActor::perform(const ToggleForward& act) {
  const auto* account = account_of(act.account_id);
  const std::string id = account != nullptr ? account->id : "";
  auto& always = features_.forwards_of(id).of(ForwardKind::always);
  if (!act.target.empty()) always.target = act.target;
  always.enabled = !always.enabled && !always.target.empty();
  features_changed(id, "key");
}
void PhoneActor::perform(const HangUpCall& act) {
  order_by_hand(act.call_id, call::Hangup{}, "hang up");
}
void PhoneActor::perform(const HoldCall& act) {
  order_by_hand(act.call_id, call::Hold{act.is_private}, "hold");
}
void PhoneActor::perform(const SendKey& act) {
  if (parts_.settings.digit_tone) tell(parts_.media, media::PlaySignal{.digit = act.digit});
  type(act.call_id, std::string(1, act.digit));
}
void PhoneActor::perform(const SendDigits& act) { type(act.call_id, act.digits); }

/// A leg sends digits one order after the other: fingers are quicker than tones.
void PhoneActor::type(const std::string& call_id, const std::string& digits) {
  constexpr std::size_t most_waiting = 64;
  auto* entry = book_.find(call_id);
  if (entry == nullptr) return;
  if (const auto before = typed_.find(call_id); before != typed_.end()) {
    if (before->second.size() + digits.size() > most_waiting)
      return digits_lost(call_id, digits.size());
    before->second += digits;
    return;
  }
  typed_[call_id];
  ask_without_limit(entry->leg, call::SendDtmf{digits})
      .then(
          [this, call_id, count = digits.size()](const call::OperationDone& outcome) {
            const auto entered = typed_.extract(call_id);
            const std::string more = entered.empty() ? "" : entered.mapped();
            typed_over(call_id, count, more, outcome);
          },
          [this, call_id](const act::error&) { typed_.erase(call_id); });
}

/// `more` were entered while the first `count` were on their way.
void PhoneActor::typed_over(const std::string& call_id, std::size_t count, const std::string& more,
                            const call::OperationDone& outcome) {
  using enum call::OperationResult;
  tell_refusal(call_id, "digit", outcome);
  if (outcome.result == done && !more.empty()) return type(call_id, more);
  if (outcome.result == done || outcome.result == call_ended) return;
  // A program is sending digits, or the call is on hold by now.
  const auto lost = more.size() + (outcome.result == refused ? 0 : count);
  if (lost > 0) digits_lost(call_id, lost);
}

void PhoneActor::digits_lost(const std::string& call_id, std::size_t count) {
  emit(WarningEvent{"digits_lost", std::to_string(count) + " digits entered were not sent",
                    "call " + call_id},
       "key");
}

/// What a person ordered needs no answer, but a failure must be seen.
template <class Order>
void PhoneActor::order_by_hand(const std::string& call_id, Order what, const char* words) {
  auto* entry = book_.find(call_id);
  if (entry == nullptr) return;
  ask_without_limit(entry->leg, what)
      .then([this, call_id,
             words](const call::OperationDone& outcome) { tell_refusal(call_id, words, outcome); },
            [](const act::error&) {});  // the leg is gone: leg_gone tells it
}
void PhoneActor::tell_refusal(const std::string& call_id, std::string_view what,
                              const call::OperationDone& outcome) {
  if (outcome.result != call::OperationResult::refused) return;
  emit(WarningEvent{"operation_refused",
                    std::string(what) + " was refused: " + std::to_string(outcome.sip_status) +
                        " " + outcome.reason,
                    "call " + call_id},
       "sip");
}
template void PhoneActor::order_by_hand(const std::string&, call::Hangup, const char*);
template void PhoneActor::order_by_hand(const std::string&, call::Answer, const char*);
template void PhoneActor::order_by_hand(const std::string&, call::Resume, const char*);
template void PhoneActor::order_by_hand(const std::string&, call::Reject, const char*);

void PhoneActor::auto_answer(const std::string& call_id) {
  auto_answer_.erase(call_id);
  const auto* entry = book_.find(call_id);
  if (entry == nullptr || entry->call.state != call::CallState::ringing_in) return;
  const bool intercom = told_to_answer_.contains(call_id);
  desk_.prepare_answer(call_id);
  if (intercom) {
    if (parts_.settings.intercom.mute) desk_.mute();
    if (parts_.settings.intercom.tone) play_signal(media::Tone::auto_answer);
    perform(AnswerCall{call_id});
  } else {
    if (parts_.settings.auto_answer_tone) play_signal(media::Tone::auto_answer);
    // Nobody is there to be disturbed, so the calls before are not held: all go on side by side.
    order_by_hand(call_id, call::Answer{}, "auto answer");
  }
  refresh("auto answer");
}

// ---- hands on the board ----

void PhoneActor::hook(const device::HookChanged& m) {
  const bool lifted = m.position == device::HookPosition::off_hook;
  auto_redial_.stop();
  emit(HookEvent{"hook", lifted}, "hook");
  perform(lifted ? desk_.lift() : desk_.replace(), lifted ? "handset lifted" : "handset replaced");
}

void PhoneActor::key(const device::KeyPressed& m) {
  emit(KeyEvent{"key.pressed", "keypad", m.key, 0}, "key");
  inter_digit_.cancel();
  auto_redial_.stop();
  digits_waiting_.reset();
  const auto volumes = desk_.state().volumes;
  refresh_now();
  if (press_in_lock(m.key) || press_in_menu(m.key) || take_suggestion(m.key)) return;
  perform(desk_.press(m.key), "key " + m.key);
  if (desk_.state().volumes == volumes) return;
  const auto shown = volume_shown(desk_.state());
  emit(VolumeEvent{shown.kind, shown.level}, "key " + m.key);
}

void PhoneActor::key_released(const device::KeyReleased& m) {
  emit(KeyEvent{"key.released", "keypad", m.key, m.held.count()}, "key");
}

void PhoneActor::device_failed(const device::DeviceFailed& m) {
  emit(WarningEvent{"device_failed", m.why, m.device_id}, "board");
}

void PhoneActor::failure_over() {
  fading_.reset();  // an offer may be left, which has a time of its own
  perform(desk_.failure_timed_out(), "failure tone over");
}

act::result<InjectReply> PhoneActor::inject(const InjectHook& m) {
  const auto& panel = parts_.board->sim();
  const auto status = m.off_hook ? panel.lift() : panel.replace();
  if (!status.ok()) return InjectReply{error_of(ErrorKind::device_error, message_of(status))};
  return InjectReply{};
}

act::result<InjectReply> PhoneActor::inject(const InjectKey& m) {
  const auto code = device::key_named(m.key);
  if (!code) return InjectReply{error_of(ErrorKind::not_found, "no key '" + m.key + "'")};
  const auto& panel = parts_.board->sim();
  const auto status = m.down ? panel.press(*code) : panel.release(*code);
  if (!status.ok()) return InjectReply{error_of(ErrorKind::device_error, message_of(status))};
  return InjectReply{};
}

}  // namespace offhook::phone
