// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/phone/call_events.hpp"

namespace offhook::phone {

/// The call legs of a phone by call_id, with what each said last. Order of iteration is that of the
/// call_id, so it never depends on the heap.
class CallBook {
 public:
  struct Entry {
    call::CallLeg leg;
    call::CallSnapshot call;
    bool known = false;  ///< the leg has told its first snapshot
    std::uint64_t rev = 0;

    [[nodiscard]] CallInfo info() const { return call_info(call, rev); }
  };

  Entry& add(const std::string& call_id, call::CallLeg leg) {
    Entry& entry = entries_[call_id];
    entry.leg = std::move(leg);
    entry.call.call_id = call_id;
    return entry;
  }
  void remove(const std::string& call_id) {
    if (auto* entry = find(call_id)) by_sip_call_id_.erase({entry->call.sip_call_id, call_id});
    entries_.erase(call_id);
  }
  /// What its leg says now; returns what it said before.
  call::CallSnapshot update(Entry& entry, const call::CallSnapshot& call) {
    note_sip_call_id(entry, call.sip_call_id);
    return std::exchange(entry.call, call);
  }
  void note_sip_call_id(Entry& entry, std::string_view sip_call_id) {
    if (entry.call.sip_call_id == sip_call_id) return;
    by_sip_call_id_.erase({entry.call.sip_call_id, entry.call.call_id});
    entry.call.sip_call_id = sip_call_id;
    by_sip_call_id_.insert({entry.call.sip_call_id, entry.call.call_id});
  }
  [[nodiscard]] Entry* find(const std::string& call_id) {
    const auto found = entries_.find(call_id);
    return found == entries_.end() ? nullptr : &found->second;
  }
  /// Another call that has the sound now and would have to be held first, or null. Those of one
  /// conference are not in each other's way; one that was hung up, or is among `gone`, is in
  /// nobody's.
  [[nodiscard]] Entry* in_the_way_of(const std::string& call_id,
                                     const std::vector<std::string>& conference = {},
                                     const std::vector<std::string>& gone = {}) {
    const auto is_in = [](const std::vector<std::string>& all, const std::string& id) {
      return std::find(all.begin(), all.end(), id) != all.end();
    };
    const auto joined = [&](const std::string& id) { return is_in(conference, id); };
    for (auto& [id, entry] : entries_)
      if (id != call_id && !(joined(id) && joined(call_id)) &&
          entry.call.pending != call::Operation::hangup && !is_in(gone, id) &&
          (entry.call.state == call::CallState::connected ||
           entry.call.state == call::CallState::held_remote))
        return &entry;
    return nullptr;
  }
  [[nodiscard]] Entry* find_by_sip_call_id(std::string_view sip_call_id) {
    const auto found = by_sip_call_id_.lower_bound({std::string(sip_call_id), {}});
    const bool is_known = found != by_sip_call_id_.end() && found->first == sip_call_id;
    return is_known ? find(found->second) : nullptr;
  }
  /// A call is at that appearance of a shared line; also one of which the desk does not know yet.
  [[nodiscard]] bool is_at(std::string_view account_id, std::uint32_t appearance) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const auto& each) {
      const auto& call = each.second.call;
      return call.appearance == appearance && call.account_id == account_id;
    });
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const auto& [id, entry] : entries_) all.push_back(id);
    return all;
  }
  [[nodiscard]] std::vector<CallInfo> infos() const {
    std::vector<CallInfo> all;
    for (const auto& [id, entry] : entries_)
      if (entry.known) all.push_back(entry.info());
    return all;
  }
  [[nodiscard]] std::vector<call::CallSnapshot> snapshots() const {
    std::vector<call::CallSnapshot> all;
    for (const auto& [id, entry] : entries_)
      if (entry.known) all.push_back(entry.call);
    return all;
  }
  void clear() {
    entries_.clear();
    by_sip_call_id_.clear();
  }

 private:
  std::map<std::string, Entry> entries_;
  std::set<std::pair<std::string, std::string>> by_sip_call_id_;  ///< and then by call_id
};

}  // namespace offhook::phone
