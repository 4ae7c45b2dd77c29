// SPDX-License-Identifier: GPL-3.0-or-later
// Keys about others: whom we watch, pick-up, parking, intercom, the mailbox.
#include <algorithm>

#include "actors/phone/desk.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

/// What a service code is put in front of: the number itself, or the user of a URI.
std::string number_in(const std::string& value) {
  const auto uri = sip::parse_uri(value);
  return uri.ok() && !uri->user.empty() ? uri->user : value;
}

}  // namespace

const WatchedParty& Desk::party_of(const KeyFunction& key) const {
  static const WatchedParty nobody;
  const auto found = state_.watched.find(watch_id(key));
  return found == state_.watched.end() ? nobody : found->second;
}

KeyStage Desk::key_stage() const {
  const auto stage = transfer_stage(state_);
  const bool asks = stage == TransferStage::asked || stage == TransferStage::entering;
  if (asks && state_.consultation->purpose == DialPurpose::transfer) return KeyStage::asked;
  const auto* call = state_.focused();
  const bool alone = state_.conference.empty() && !state_.consultation;
  return call != nullptr && call::is_established(call->state) && alone ? KeyStage::in_call
                                                                       : KeyStage::free;
}

/// A key with somebody's number.
Acts Desk::press_number(const KeyFunction& key) {
  const auto* call = state_.focused();
  if (call != nullptr && !call::is_established(call->state)) return {};
  const auto state = lamp_state(key.type, party_of(key).state);
  switch (watch_move(key_stage(), state, rules_.watch)) {
    case WatchMove::call:
      return call_number(key.value, key.account_id);
    case WatchMove::pick_up:
      return pick_up(key);
    case WatchMove::retrieve:
      return retrieve(key);
    case WatchMove::intercom:
      return call_intercom(key);
    case WatchMove::barge:
      return call_service(rules_.watch.barge_code + number_in(key.value), key.account_id);
    case WatchMove::blind:
      return send_to(key.value);
    case WatchMove::attended:
      return consult_with(key);
  }
  return {};
}

/// A number of the server's own: no dial plan, no redial. What is in hand is held first.
Acts Desk::call_service(const std::string& number, const std::string& account_id) {
  const auto* call = state_.focused();
  if (number.empty() || state_.placing) return {};
  if (call != nullptr && !call::is_established(call->state)) return {};
  prepare_call();
  return {PlaceCall{number, account_id}};
}

/// The call becomes ours; its peer ends the one it was in (RFC 3891).
Acts Desk::take_over(const Takeover& way, const std::string& account_id) {
  auto acts = call_service(way.target, account_id);
  for (auto& act : acts) std::get<PlaceCall>(act).replaces = way.replaces;
  return acts;
}

Acts Desk::pick_up(const KeyFunction& key) {
  const auto& code = rules_.watch.pickup_code_of(key.account_id);
  if (!code.empty()) return call_service(code + number_in(key.value), key.account_id);
  const auto* ringing = ringing_at(party_of(key));
  const auto way = ringing != nullptr ? takeover_of(*ringing) : std::nullopt;
  if (way && rules_.watch.replaces) return take_over(*way, key.account_id);
  dial_failed(word(ringing != nullptr ? Word::no_pick_up : Word::nothing_to_pick_up));
  return {};
}

/// A code without a number asks for one.
Acts Desk::press_pickup(const KeyFunction& key) {
  if (!key.value.empty()) return pick_up(key);
  const auto& code = rules_.watch.pickup_code_of(key.account_id);
  if (code.empty() || state_.focused() != nullptr || state_.placing) return {};
  open_path();
  take_line(DialPurpose::call, key.account_id);
  state_.dialled = code;
  return {};
}

Acts Desk::press_group_pickup(const KeyFunction& key) {
  const auto& code =
      key.value.empty() ? rules_.watch.group_pickup_code_of(key.account_id) : key.value;
  if (!code.empty()) return call_service(code, key.account_id);
  dial_failed(word(Word::no_group_code));
  return {};
}

Acts Desk::retrieve(const KeyFunction& key) {
  const auto& code = rules_.watch.retrieve_code;
  if (!code.empty()) return call_service(code + number_in(key.value), key.account_id);
  const auto* parked = standing_at(party_of(key));
  const auto way = parked != nullptr ? takeover_of(*parked) : std::nullopt;
  if (way && rules_.watch.replaces) return take_over(*way, key.account_id);
  if (!key.value.empty()) return call_service(key.value, key.account_id);
  dial_failed(word(Word::no_retrieve_code));
  return {};
}

/// Parks the call in hand; without one, takes back what is parked there.
Acts Desk::press_park(const KeyFunction& key) {
  const bool parked = lamp_state(key.type, party_of(key).state) == device::WatchedState::parked;
  if (key_stage() == KeyStage::free) return parked ? retrieve(key) : Acts{};
  const std::string number =
      rules_.watch.park_code + (key.value.empty() ? "" : number_in(key.value));
  if (number.empty()) {
    state_.notice = word(Word::no_orbit);
    return {};
  }
  if (rules_.watch.park_mode == ParkMode::transfer) return send_to(number);
  return call_service(number, key.account_id);
}

Acts Desk::call_intercom(const KeyFunction& key) {
  const auto& code = rules_.watch.intercom_code;
  if (!code.empty()) return call_service(code + number_in(key.value), key.account_id);
  return call_number(key.value, key.account_id, true);
}

/// The peer goes there, and we are out of it.
Acts Desk::send_to(const std::string& number) {
  if (key_stage() == KeyStage::asked) {
    state_.dialled = number;
    return transfer(TransferMove::send_blind);
  }
  const auto* call = state_.focused();
  const auto target = apply_plan(rules_.plan, number, call->account_id);
  if (const auto why = why_not(target)) {
    state_.notice = word(*why);
    return {};
  }
  state_.consultation =
      Consultation{DialPurpose::transfer, call->call_id, {}, target.number, false, true};
  return {TransferCall{call->call_id, target.number}};
}

/// Talks to the third first; Transfer connects the two. The phone holds the call that is in the
/// way.
Acts Desk::consult_with(const KeyFunction& key) {
  if (key_stage() == KeyStage::in_call) consult(DialPurpose::transfer);
  if (!state_.consultation) return {};
  return call_number(key.value, state_.account_id);
}

// ---- the mailbox ----

void Desk::mailbox_changed(const std::string& account_id, Mailbox mailbox) {
  state_.mailboxes[account_id] = std::move(mailbox);
}

/// The number in the settings, or what the server tells (RFC 3842 §5.2, Message-Account).
std::string Desk::mailbox_number(const std::string& account_id) const {
  if (auto number = rules_.watch.voice_mail_of(account_id); !number.empty()) return number;
  const auto known =
      account_id.empty() ? state_.mailboxes.begin() : state_.mailboxes.find(account_id);
  return known == state_.mailboxes.end() ? std::string() : known->second.number;
}

Acts Desk::call_mailbox(const KeyFunction& key) {
  const auto& prefix = rules_.transfer.mailbox_prefix;
  if (transfer_stage(state_) == TransferStage::entering && !prefix.empty())
    return send_to(prefix + *state_.dialled);
  std::string account_id = key.account_id;
  if (account_id.empty())  // where something waits
    for (const auto& [id, mailbox] : state_.mailboxes)
      if (mailbox.waiting && account_id.empty()) account_id = id;
  const auto number = key.value.empty() ? mailbox_number(account_id) : key.value;
  if (!number.empty()) return call_service(number, account_id);
  dial_failed(word(Word::no_mailbox_number));
  return {};
}

// ---- what watchers tell ----

Acts Desk::watched_changed(const std::string& watch, WatchedParty party, bool is_over) {
  if (watch == waited_for) return completion_changed(party, is_over);
  auto& known = state_.watched[watch];
  const auto* rings = ringing_at(party);
  const auto* rang = ringing_at(known);
  const bool is_new = rings != nullptr && (rang == nullptr || rang->id != rings->id);
  auto& alert = state_.alert;
  if (alert && alert->watch == watch && (rings == nullptr || rings->id != alert->dialog))
    alert.reset();
  const auto& rules = rules_.watch;
  if (is_new && !alert && (rules.alert_shows || rules.alert_sounds))
    alert = WatchAlert{watch, rings->id, rules.alert_shows, rules.alert_sounds};
  known = std::move(party);
  return {};
}

/// The key that the alert is about, as if it had been pressed.
Acts Desk::pick_up_alert() {
  const auto alert = std::exchange(state_.alert, std::nullopt);
  const auto slash = alert->watch.find('/');
  KeyFunction key{KeyType::blf, alert->watch.substr(slash + 1), alert->watch.substr(0, slash), {}};
  return pick_up(key);
}

}  // namespace offhook::phone
