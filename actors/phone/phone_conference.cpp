// SPDX-License-Identifier: GPL-3.0-or-later
// Up to six parties, mixed in the phone (RFC 4579 §4.7): calls put together and taken apart.
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
}

/// Streams of calls that are over have left by themselves.
void PhoneActor::perform(const SplitCalls& act) {
  for (const auto& id : act.call_ids)
    if (auto* entry = book_.find(id); entry != nullptr && entry->call.stream)
      tell(parts_.media, media::LeaveConference{*entry->call.stream});
}

// ---- at a server (RFC 4579) ----

void PhoneActor::perform(const MoveToConference& act) {
  if (book_.find(act.conference) != nullptr)
    return invite_to_conference(act.conference, act.call_ids);
  const auto& account = parts_.settings.accounts.front();
  const auto target = target_uri(desk_.rules().conference.factory, account.aor);
  if (!target.ok()) return dial_failed(Word::no_number);
  if (!can_dial(account)) return dial_failed(Word::no_service);
  const std::string call_id = parts_.random->token();
  moving_[call_id] = act.call_ids;
  desk_.conference_placed(call_id);
  place({account, call_id, *target});
}

/// §5.6: each peer is sent to the Contact of the focus, and leaves us when it is there.
void PhoneActor::invite_to_conference(const std::string& conference,
                                      const std::vector<std::string>& calls) {
  const auto* focus = book_.find(conference);
  if (focus == nullptr) return;
  if (!focus->call.remote_is_focus)  // many servers leave it out: no reason to leave anybody behind
    emit(WarningEvent{"no_focus",
                      focus->call.remote_uri +
                          " does not say that it is a conference (isfocus, RFC 4579 §5.1)",
                      "call " + conference},
         "conference");
  for (const auto& id : calls)
    begin_transfer(
        {id, focus->call.remote_target, {}},
        [this, id](const std::variant<CallInfo, Error>& outcome) {
          if (const auto* error = std::get_if<Error>(&outcome))
            emit(WarningEvent{"operation_refused", error->message, "call " + id}, "conference");
        });
}

act::result<ConferenceReply> PhoneActor::join(const JoinOrder& order) {
  const std::set<std::string> different(order.call_ids.begin(), order.call_ids.end());
  for (const auto& id : order.call_ids) {
    const auto* entry = book_.find(id);
    if (entry == nullptr)
      return ConferenceReply{error_of(ErrorKind::not_found, "no call '" + id + "'")};
    if (!call::is_established(entry->call.state) || different.size() != order.call_ids.size())
      return ConferenceReply{
          error_of(ErrorKind::wrong_state, "only answered calls are joined, each once")};
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
