// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/calls_in_order.hpp"

#include "actors/phone/desk_state.hpp"

namespace offhook::phone {

void CallsInOrder::put(const call::CallSnapshot& call) {
  const auto [known, is_new] = numbers_.try_emplace(call.call_id, last_ + 1);
  if (is_new) ++last_;
  calls_.insert_or_assign(known->second, call);
  note_state(known->second, call.state);
}

void CallsInOrder::erase(std::string_view call_id) {
  const auto known = numbers_.find(call_id);
  if (known == numbers_.end()) return;
  note_state(known->second, call::CallState::ended);
  calls_.erase(known->second);
  numbers_.erase(known);
}

const call::CallSnapshot* CallsInOrder::find(std::string_view call_id) const {
  const auto known = numbers_.find(call_id);
  return known == numbers_.end() ? nullptr : &calls_.at(known->second);
}

void CallsInOrder::note_state(std::uint64_t number, call::CallState state) {
  const auto note = [number](Numbers& numbers, bool belongs) {
    if (belongs)
      numbers.insert(number);
    else
      numbers.erase(number);
  };
  note(ringing_, state == call::CallState::ringing_in);
  note(held_, holds_here(state));
}

}  // namespace offhook::phone
