// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/replacement.hpp"

#include <algorithm>

namespace offhook::phone {

void EndedDialogs::add(const call::CallSnapshot& call) {
  if (call.sip_call_id.empty() || call.remote_target.empty()) return;  // never was one
  dialogs_.push_back({call.sip_call_id, call.local_tag, call.remote_tag});
  if (dialogs_.size() > capacity) dialogs_.pop_front();
}

bool EndedDialogs::names_one(const sip::Replaces& replaces) const {
  return std::any_of(dialogs_.begin(), dialogs_.end(), [&](const Tags& tags) {
    return sip::names(replaces, {tags.call_id, tags.local_tag, tags.remote_tag});
  });
}

Replacement match_replaces(const sip::Replaces& replaces,
                           const std::vector<call::CallSnapshot>& calls,
                           const EndedDialogs& ended) {
  const call::CallSnapshot* found = nullptr;
  for (const auto& call : calls) {
    if (!sip::names(replaces, {call.sip_call_id, call.local_tag, call.remote_tag})) continue;
    if (found != nullptr) return {481, ""};
    found = &call;
  }
  if (found == nullptr) return {ended.names_one(replaces) ? 603 : 481, ""};
  if (call::is_established(found->state)) {
    if (replaces.early_only) return {486, ""};
    return {0, found->call_id};
  }
  // Nobody but the person here may decide about a call that rings here.
  if (found->direction == call::CallDirection::incoming) return {481, ""};
  return {0, found->call_id};
}

}  // namespace offhook::phone
