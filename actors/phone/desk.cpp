// SPDX-License-Identifier: GPL-3.0-or-later
// Hook and keys: what each of them means now.
#include "actors/phone/desk.hpp"

#include <algorithm>
#include <charconv>

namespace offhook::phone {
namespace {

using device::PathEffect;
using device::PathInput;
using device::PathPhase;

/// "L12" is 12; 0 if `key` is none of these.
std::size_t number_of(std::string_view key, char letter) {
  std::size_t number = 0;
  if (key.size() < 2 || key[0] != letter) return 0;
  const auto* end = key.data() + key.size();
  const auto [stop, error] = std::from_chars(key.data() + 1, end, number);
  return error == std::errc{} && stop == end ? number : 0;
}

/// The keys of a shared line are its appearances, in their order.
void name_appearances(std::vector<Line>& lines, const DeskRules& rules) {
  std::map<std::string, std::uint32_t, std::less<>> last;
  for (auto& line : lines) {
    const std::string account_id = line.account_id.empty() ? first_account : line.account_id;
    if (!rules.shared.contains(account_id) || last[account_id] == sip::most_appearances) continue;
    line.shared_account = account_id;
    line.appearance = ++last[account_id];
  }
}

std::vector<Line> lines_of(const DeskRules& rules) {
  std::vector<Line> lines;
  for (std::size_t n = 1; n <= most_lines; ++n) {
    const auto key = rules.keys.find("L" + std::to_string(n));
    if (key != rules.keys.end() && key->second.type == KeyType::line)
      lines.push_back({key->second.account_id, {}});
    else if (key == rules.keys.end() && lines.size() < rules.lines)
      lines.emplace_back();
    else
      break;
  }
  name_appearances(lines, rules);
  return lines;
}

}  // namespace

Desk::Desk(DeskRules rules) : rules_(std::move(rules)) {
  state_.lines = lines_of(rules_);
  state_.volumes = rules_.volumes;
}

PathPhase Desk::phase() const {
  if (state_.focused() != nullptr || state_.dialled || state_.placing || state_.failure ||
      state_.paging)
    return PathPhase::in_use;
  const bool rings = state_.ringing() != nullptr || !state_.recall.empty() || state_.rings_back();
  return rings ? PathPhase::ringing : PathPhase::idle;
}

/// Moves along the table of audio paths, and does what the step means for calls.
Acts Desk::follow(PathInput input) {
  const auto step = device::next_path(phase(), state_.path, input);
  state_.path = step.next;
  if (!device::is_in_ear(state_.audio_path())) state_.group_listening = false;
  switch (step.effect) {
    case PathEffect::none:
      return {};
    case PathEffect::seize_line:
      return take_line(DialPurpose::call);
    case PathEffect::answer:
      return answer();
    case PathEffect::end_call:
      return finish();
    case PathEffect::toggle_headset_mode:
      state_.headset_mode = !state_.headset_mode;
      return {};
  }
  return {};
}

Acts Desk::lift() {
  if (state_.purpose == DialPurpose::forward && !waits_for_digit()) stop_dialling();
  const bool entered = waits_for_digit() && state_.audio_path() == device::AudioPath::none;
  auto acts = follow(PathInput::lift);
  return entered && waits_for_digit() ? send_digits() : acts;  // lifting sends what stands there
}

Acts Desk::replace() {
  return follow(device::replace_input({rules_.headset_preferred, state_.headset_mode}));
}

/// The path was closed, by the hook or by its key.
Acts Desk::finish() {
  state_.paging.reset();
  if (!state_.conference.empty() && state_.consultation) {
    // Those who are joined stay on hold; only the one who was asked goes.
    stop_dialling();
    dismiss();
    state_.placing = false;
    const std::string consult = std::exchange(state_.consultation, std::nullopt)->consult;
    return consult.empty() ? Acts{} : Acts{HangUpCall{consult}};
  }
  const auto move = transfer_move(transfer_stage(state_), TransferInput::hang_up, rules_.transfer);
  if (move != TransferMove::none && !state_.failure) return transfer(move);
  const auto parting =
      conference_move(conference_stage(state_), ConferenceInput::hang_up, rules_.conference);
  if (parting != ConferenceMove::none) return conference(parting);
  dismiss();
  stop_dialling();
  state_.placing = false;
  state_.consultation.reset();
  if (const auto* call = state_.focused()) return {HangUpCall{call->call_id}};
  return {};
}

SoftKey Desk::soft_key(std::size_t number) const {
  const auto keys = soft_keys(state_, rules_.soft_keys);
  return number <= keys.size() ? keys[number - 1] : SoftKey::none;
}

Acts Desk::press(std::string_view key) {
  if (key.size() == 1) return press_digit(key);
  if (const auto set = rules_.keys.find(key);
      set != rules_.keys.end() && set->second.type != KeyType::line)
    return press_function(set->second);
  if (const auto number = number_of(key, 'L'); number != 0) return press_line(number);
  if (const auto number = number_of(key, 'F'); number != 0) return press_soft(soft_key(number));
  if (key == "SPEAKER") return press_speaker();
  if (key == "HEADSET") return press_headset();
  if (key == "HOLD") return press_hold();
  if (key == "OK") return press_ok();
  if (key == "CANCEL") return press_cancel();
  if (key == "TRANSFER") return press_transfer();
  if (key == "CONFERENCE") return press_conference();
  if (key == "REDIAL") return redial();
  if (key == "DND") return {ToggleDoNotDisturb{}};
  if (key == "MESSAGE") return call_mailbox({});
  if (key == "UP" || key == "DOWN") select_member(key == "DOWN");
  return press_sound(key);
}

Acts Desk::press_function(const KeyFunction& function) {
  switch (function.type) {
    case KeyType::speed_dial:
    case KeyType::blf:
    case KeyType::blf_list:
      return function.value.empty() ? Acts{} : press_number(function);
    case KeyType::voice_mail:
      return call_mailbox(function);
    case KeyType::pickup:
      return press_pickup(function);
    case KeyType::group_pickup:
      return press_group_pickup(function);
    case KeyType::park:
      return press_park(function);
    case KeyType::retrieve_park:
      return retrieve(function);
    case KeyType::intercom:
      return call_intercom(function);
    case KeyType::forward:
      return {ToggleForward{function.account_id, function.value}};
    case KeyType::do_not_disturb:
      return {ToggleDoNotDisturb{function.account_id}};
    case KeyType::transfer:
      return press_transfer();
    case KeyType::hold:
      return press_hold();
    case KeyType::private_hold:
      return press_hold(true);
    case KeyType::conference:
      return press_conference();
    case KeyType::redial:
      return redial();
    case KeyType::call_return:
      return return_call();
    case KeyType::group_listening:
      toggle_group_listening();
      break;
    case KeyType::page:
      return press_page(function.value);
    case KeyType::none:
    case KeyType::line:
    case KeyType::lock:  // the phone's: phone_lock.cpp
      break;
  }
  return {};
}

Acts Desk::press_soft(SoftKey key) {
  const auto* call = state_.focused();
  switch (key) {
    case SoftKey::send:
    case SoftKey::answer:
      return press_ok();
    case SoftKey::cancel:
    case SoftKey::end:
      return press_cancel();
    case SoftKey::reject:
      return state_.ringing() != nullptr ? Acts{RejectCall{state_.ringing()->call_id}} : Acts{};
    case SoftKey::remove:
      if (waits_for_digit()) state_.dialled->pop_back();
      return {};
    case SoftKey::hold:
    case SoftKey::resume:
      return press_hold();
    case SoftKey::swap:
      return swap();
    case SoftKey::forward:
      return begin_forward();
    case SoftKey::transfer:
    case SoftKey::blind:
      return press_transfer();
    case SoftKey::conference:
      return press_conference();
    case SoftKey::split:
      return conference(
          conference_move(conference_stage(state_), ConferenceInput::split_key, rules_.conference));
    case SoftKey::new_call:
      return new_call(call != nullptr ? call->account_id : "", std::nullopt);
    case SoftKey::do_not_disturb:
      return {ToggleDoNotDisturb{}};
    case SoftKey::drop:
      return remove_member();
    case SoftKey::pick_up:
      return pick_up_alert();
    case SoftKey::wait:
      return accept_completion();
    case SoftKey::call_back:
      return press_ok();
    case SoftKey::none:
    case SoftKey::history:  // the menu's: menu.hpp
    case SoftKey::directory:
    case SoftKey::menu:
      break;
  }
  return {};
}

Acts Desk::press_digit(std::string_view key) {
  const auto* call = state_.focused();
  // A call on hold hears no digits.
  if (call != nullptr && call::is_established(call->state) && !state_.dialled)
    return holds_here(call->state) ? Acts{} : Acts{SendKey{call->call_id, key[0]}};
  if (call != nullptr && !state_.dialled) return {};
  if (!state_.dialled) start_dialling();  // on hook, or over a failure tone: dialling begins
  if (take_digit(rules_.plan, *state_.dialled, key) == DigitOutcome::send) return send_digits();
  return {};
}

Acts Desk::press_ok() {
  if (waits_for_digit()) return send_digits();
  if (state_.dialled) return {};
  if (mode_of(state_) == DeskMode::alerting) return pick_up_alert();
  if (mode_of(state_) == DeskMode::offering) return accept_completion();
  if (state_.ringing() == nullptr && state_.recall.empty() && !state_.rings_back()) return {};
  open_path();
  return answer();
}

Acts Desk::press_cancel() {
  if (std::exchange(state_.selected, std::nullopt)) return {};
  if (!state_.page_heard.empty()) return {DismissPage{}};
  if (state_.dialled) return cancel_dialling();
  if (state_.paging) {
    end_page();
    return {};
  }
  if (state_.placing || state_.failure) {
    follow(PathInput::call_over);
    auto acts = finish();
    back_to_held();
    return acts;
  }
  if (!state_.conference.empty() && !state_.consultation)
    return conference(
        conference_move(ConferenceStage::joined, ConferenceInput::hang_up, rules_.conference));
  if (const auto* call = state_.focused()) return {HangUpCall{call->call_id}};
  if (const auto* call = state_.ringing()) return {RejectCall{call->call_id}};
  if (mode_of(state_) == DeskMode::alerting) {
    state_.alert.reset();
    return {};
  }
  if (state_.rings_back()) return drop_completion();
  if (const auto* call = state_.on_hold()) return {HangUpCall{call->call_id}};
  return drop_completion();
}

}  // namespace offhook::phone
