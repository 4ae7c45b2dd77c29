// SPDX-License-Identifier: GPL-3.0-or-later
// Three parties, mixed in the phone (RFC 4579 §4.7): calls put together and taken apart.
#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {
namespace {

/// There is one at a time.
constexpr media::ConferenceId the_conference{1};

}  // namespace

void PhoneActor::perform(const JoinCalls& act) {
  for (const auto& id : act.call_ids) {
    auto* entry = book_.find(id);
    if (entry == nullptr || !entry->call.stream) continue;
    ask_without_limit(parts_.media, media::JoinConference{the_conference, *entry->call.stream})
        .then(
            [this, id](const media::ConferenceJoined& joined) {
              if (!joined.status.ok())
                emit(WarningEvent{"operation_refused", message_of(joined.status), "call " + id},
                     "conference");
            },
            [](const act::error&) {});
    if (holds_here(entry->call.state)) order_by_hand(id, call::Resume{}, "resume");
  }
  if (std::exchange(joined_, act.call_ids) != act.call_ids)
    emit(ConferenceEvent{{act.call_ids}}, "conference");
}

/// Streams of calls that are over have left by themselves.
void PhoneActor::perform(const SplitCalls& act) {
  for (const auto& id : act.call_ids)
    if (auto* entry = book_.find(id); entry != nullptr && entry->call.stream)
      tell(parts_.media, media::LeaveConference{*entry->call.stream});
  if (!std::exchange(joined_, {}).empty()) emit(ConferenceEvent{}, "conference");
}

act::result<ConferenceReply> PhoneActor::join(const JoinOrder& order) {
  for (const auto& id : order.call_ids) {
    const auto* entry = book_.find(id);
    if (entry == nullptr)
      return ConferenceReply{error_of(ErrorKind::not_found, "no call '" + id + "'")};
    if (!call::is_established(entry->call.state) || order.call_ids.size() != conference_size ||
        order.call_ids.front() == order.call_ids.back())
      return ConferenceReply{error_of(ErrorKind::wrong_state, "two answered calls are joined")};
  }
  perform(desk_.join_calls(order.call_ids), "API");
  return ConferenceReply{ConferenceInfo{desk_.state().conference}};
}

act::result<ConferenceReply> PhoneActor::end_conference(const EndConferenceOrder& order) {
  if (desk_.state().conference.empty())
    return ConferenceReply{error_of(ErrorKind::not_found, "there is no conference")};
  perform(order.split ? desk_.split_calls() : desk_.end_calls(), "API");
  return ConferenceReply{ConferenceInfo{}};
}

}  // namespace offhook::phone
