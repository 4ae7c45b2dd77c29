// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer and conference: two calls and us.
#include <algorithm>

#include "actors/phone/desk.hpp"

namespace offhook::phone {

Acts Desk::press_transfer() {
  if (!state_.conference.empty()) return {};
  const auto& digits = rules_.transfer.digits;
  if (const auto* call = state_.focused();
      !digits.empty() && call != nullptr && !state_.consultation) {
    const bool hears = call->state == call::CallState::connected;
    return hears ? Acts{SendDigits{call->call_id, digits}} : Acts{};
  }
  return transfer(
      transfer_move(transfer_stage(state_), TransferInput::transfer_key, rules_.transfer));
}

Acts Desk::transfer(TransferMove move) {
  auto& asking = state_.consultation;
  switch (move) {
    case TransferMove::none:
    case TransferMove::go_on:
      return {};
    case TransferMove::ask_number:
      return consult(DialPurpose::transfer);
    case TransferMove::send_blind: {
      const auto target = apply_plan(rules_.plan, *state_.dialled, state_.account_id);
      stop_dialling();
      if (const auto why = why_not(target)) {
        const std::string from = asking->from;
        asking.reset();
        recall(from, word(*why));
        return {};
      }
      asking->number = target.number;
      asking->sent = true;
      state_.focus = asking->from;
      return {TransferCall{asking->from, target.number}};
    }
    case TransferMove::drop_and_blind: {
      const std::string consult = std::exchange(asking->consult, {});
      asking->sent = true;
      state_.focus = asking->from;
      return {HangUpCall{consult}, TransferCall{asking->from, asking->number}};
    }
    case TransferMove::wait_for_answer:
      asking->waiting = true;
      return {};
    case TransferMove::send_attended:
      return transfer_into(asking->consult);
  }
  return {};
}

Acts Desk::transfer_into(std::string_view consult) {
  auto& asking = *state_.consultation;
  stop_dialling();
  asking.consult = consult;
  asking.waiting = false;
  asking.sent = true;
  if (state_.focused() == nullptr) state_.focus = asking.from;
  return {TransferCall{asking.from, {}, asking.consult}};
}

/// Holds the peer, or all who are joined, and asks for the number of another.
Acts Desk::consult(DialPurpose purpose) {
  const auto* call = state_.focused();
  if (call == nullptr || !call::is_established(call->state)) return {};
  const bool room =
      purpose == DialPurpose::conference && state_.conference.size() < most_conference_calls;
  if (!state_.conference.empty() && !room) return {};
  Acts acts;
  for (const auto& each : state_.calls)
    if ((each.call_id == call->call_id || state_.is_member(each.call_id)) &&
        !holds_here(each.state))
      acts.push_back(HoldCall{each.call_id});
  const std::string from = call->call_id, account_id = call->account_id;
  state_.focus.clear();
  state_.selected.reset();
  unmute();
  start_dialling();
  state_.purpose = purpose;
  state_.account_id = account_id;
  state_.consultation = Consultation{purpose, from, {}, {}, false, false};
  return acts;
}

void Desk::transfer_progressed(std::string_view call_id, std::string_view words) {
  if (state_.consultation && state_.consultation->from == call_id) state_.notice = words;
}

void Desk::transfer_over(std::string_view call_id, bool done, std::string_view why) {
  if (!state_.consultation || state_.consultation->from != call_id) return;
  dismiss();
  if (done) return;  // forgotten with the calls, whoever of the three ends them first
  const auto asking = *std::exchange(state_.consultation, std::nullopt);
  if (state_.find(asking.from) != nullptr) recall(asking.from, why);
}

/// Another call has come between; those of the consultation stay as they are.
void Desk::leave_consultation() {
  if (state_.consultation && !state_.consultation->sent) state_.consultation.reset();
}

/// Rings back if nobody is there to be told, else says it; both calls are as they were.
void Desk::recall(std::string_view call_id, std::string_view why) {
  const auto* held = state_.find(call_id);
  // One that was sent away by a key, without being held, is in hand as before.
  if (held != nullptr && !holds_here(held->state) &&
      state_.audio_path() != device::AudioPath::none) {
    state_.focus = call_id;
    state_.notice = why;
    return;
  }
  if (state_.audio_path() == device::AudioPath::none) {
    state_.focus.clear();
    if (held != nullptr) state_.recall = call_id;
    state_.notice = why;
    return;
  }
  if (state_.focused() != nullptr && state_.focus != call_id) {  // still in the consultation
    state_.notice = why;
    return;
  }
  state_.focus.clear();
  fail(media::Tone::congestion, std::string(why));
}

Acts Desk::press_conference() {
  return conference(conference_move(conference_stage(state_), ConferenceInput::conference_key,
                                    rules_.conference));
}

Acts Desk::conference(ConferenceMove move) {
  const auto for_each = [this](auto make) {
    Acts acts;
    for (const auto& id : state_.conference) acts.push_back(make(id));
    return acts;
  };
  switch (move) {
    case ConferenceMove::none:
      return {};
    case ConferenceMove::ask_number:
      return consult(DialPurpose::conference);
    case ConferenceMove::join:
      return join_another();
    case ConferenceMove::hold_all:
      if (conference_is_held()) return join(state_.conference);
      return for_each([](const std::string& id) { return Act{HoldCall{id}}; });
    case ConferenceMove::split: {
      auto acts = for_each([](const std::string& id) { return Act{HoldCall{id}}; });
      acts.insert(acts.begin(), SplitCalls{std::exchange(state_.conference, {})});
      return acts;
    }
    case ConferenceMove::end_all: {
      auto acts = for_each([](const std::string& id) { return Act{HangUpCall{id}}; });
      acts.insert(acts.begin(), SplitCalls{std::exchange(state_.conference, {})});
      return acts;
    }
    case ConferenceMove::connect_others: {
      if (state_.conference.size() != 2) return conference(ConferenceMove::end_all);
      const auto calls = std::exchange(state_.conference, {});
      Consultation parting{DialPurpose::transfer, calls[0], calls[1], {}, false, true};
      state_.consultation = std::move(parting);
      return {SplitCalls{calls}, TransferCall{calls[0], {}, calls[1]}};
    }
  }
  return {};
}

bool Desk::conference_is_held() const {
  return std::any_of(state_.conference.begin(), state_.conference.end(), [this](const auto& id) {
    const auto* call = state_.find(id);
    return call != nullptr && holds_here(call->state);
  });
}

/// Adds the call in hand to those that are joined, or to the one it was asked beside.
Acts Desk::join_another() {
  const auto* call = state_.focused();
  std::vector<std::string> calls = state_.conference;
  const auto* other =
      state_.consultation ? state_.find(state_.consultation->from) : state_.on_hold();
  if (!rules_.conference.factory.empty() && calls.empty())
    return call != nullptr ? join_at_server(*call, other) : Acts{};
  if (calls.empty() && other != nullptr) calls.push_back(other->call_id);
  // Beside a conference in hand it is the one on hold that comes in.
  const auto* added = call != nullptr && state_.is_member(call->call_id) ? other : call;
  if (calls.empty() || added == nullptr || !call::is_established(added->state)) return {};
  calls.push_back(added->call_id);
  return calls.size() <= most_conference_calls ? join(std::move(calls)) : Acts{};
}

/// RFC 4579 §5.4: a call to the factory makes the conference; the others are sent there by REFER.
Acts Desk::join_at_server(const call::CallSnapshot& call, const call::CallSnapshot* other) {
  if (other == nullptr || !call::is_established(call.state)) return {};
  const std::string here = call.call_id, there = other->call_id;
  if (state_.find(state_.at_server) == nullptr) {
    prepare_call();
    state_.consultation.reset();
    state_.focus.clear();
    return {MoveToConference{{there, here}}};
  }
  const bool in_hand = here == state_.at_server;
  if (!in_hand && there != state_.at_server) return {};
  state_.consultation.reset();
  auto acts = in_hand ? Acts{} : resume(state_.at_server);
  acts.insert(acts.begin(), MoveToConference{{in_hand ? there : here}, state_.at_server});
  return acts;
}

/// Who is to leave? Chosen with the arrow keys.
void Desk::select_member(bool next) {
  const auto members = state_.conference.size();
  if (members == 0 || state_.consultation) return;
  if (!state_.selected)
    state_.selected = next ? 0 : members - 1;
  else
    state_.selected = (*state_.selected + (next ? 1 : members - 1)) % members;
}

Acts Desk::remove_member() {
  const auto chosen = std::exchange(state_.selected, std::nullopt);
  if (!chosen || *chosen >= state_.conference.size()) return {};
  return {HangUpCall{state_.conference[*chosen]}};
}

Acts Desk::join_calls(std::vector<std::string> call_ids) {
  open_path();
  return join(std::move(call_ids));
}
Acts Desk::split_calls() { return conference(ConferenceMove::split); }
Acts Desk::end_calls() { return conference(ConferenceMove::end_all); }

Acts Desk::join(std::vector<std::string> call_ids) {
  state_.consultation.reset();
  state_.selected.reset();
  state_.conference = std::move(call_ids);
  state_.focus = state_.conference.back();
  dismiss();
  stop_dialling();
  return {JoinCalls{state_.conference}};
}

/// One has gone. Of two the other is a call like any other again.
Acts Desk::leave_conference(std::string_view call_id) {
  if (!state_.is_member(call_id)) return {};
  auto calls = std::exchange(state_.conference, {});
  std::erase(calls, call_id);
  state_.selected.reset();
  if (!calls.empty() && state_.focus == call_id) state_.focus = calls.front();
  if (state_.consultation && state_.consultation->from == call_id && !calls.empty())
    state_.consultation->from = calls.front();
  if (calls.size() < 2) return {SplitCalls{calls}};
  state_.conference = std::move(calls);
  return {};
}

}  // namespace offhook::phone
