// SPDX-License-Identifier: GPL-3.0-or-later
// Who watches our calls: the event package `dialog` (RFC 4235).
#include "actors/phone/phone_actor.hpp"
#include "actors/subscription/dialog_info.hpp"

namespace offhook::phone {
namespace {

/// RFC 4235 §3.7.1, as call_state.hpp has it in its comments.
std::string_view dialog_state(call::CallState state) {
  switch (state) {
    case call::CallState::dialing:
      return "trying";
    case call::CallState::proceeding:
      return "proceeding";
    case call::CallState::ringing_out:
    case call::CallState::ringing_in:
      return "early";
    case call::CallState::ended:
      return "terminated";
    default:
      return "confirmed";
  }
}

subscription::DialogEntry entry_of(const call::CallSnapshot& call) {
  return {call.call_id,
          call.sip_call_id,
          call.local_tag,
          call.remote_tag,
          call.direction == call::CallDirection::outgoing,
          std::string(dialog_state(call.state)),
          call.local_uri,
          call.remote_uri,
          call.remote_display,
          call.remote_target,
          !holds_here(call.state)};
}

}  // namespace

void PhoneActor::take_subscribe(const transaction::RequestArrived& arrived) {
  const auto granted =
      subscription::judge(dialog_package_, *arrived.request, true, watchers_.size());
  const auto& account = account_called(*arrived.request);
  const auto watcher = spawn<subscription::NotifierActor>(subscription::NotifierContext{
      parts_.dispatcher, *parts_.random, account,
      contact_of(account, way_back(*arrived.request, arrived.from)), parts_.user_agent,
      dialog_package_, arrived, granted.expires, document()});
  const auto number = ++last_watcher_;
  watchers_[number] = watcher;
  watch(watcher, [this, number](const act::error&) { watchers_.erase(number); });
}

void PhoneActor::tell_watchers() {
  for (const auto& [number, watcher] : watchers_)
    tell(watcher, subscription::StateChanged{document()});
}

subscription::WriteDocument PhoneActor::document() const {
  std::vector<subscription::DialogEntry> entries;
  for (const auto& call : book_.snapshots()) entries.push_back(entry_of(call));
  return [entity = parts_.settings.accounts.front().aor, entries](std::uint32_t version) {
    return subscription::write_dialog_info(entity, version, entries);
  };
}

}  // namespace offhook::phone
