// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/shared_line_actor.hpp"

#include "actors/sip/uri.hpp"

namespace offhook::subscription {

SharedLineActor::SharedLineActor(caf::actor_config& config, SharedLineOwner owner,
                                 SubscriptionContext what, std::chrono::seconds seize_expires)
    : actor(config),
      owner_(std::move(owner)),
      what_(std::move(what)),
      seize_expires_(seize_expires) {}

SharedLineActor::behavior_type SharedLineActor::make_behavior() {
  watch(owner_, [this](const act::error&) { quit(); });
  begin();
  return {
      [this](const SubscriptionChanged& m) { receive(m); },
      [this](const StateNotified& m) { receive(m); },
      [this](const SeizeLine& m) { return seize(m.appearance); },
      [this](const ReleaseLine& m) { release(m.appearance); },
      [this](const Unsubscribe&) {
        for (const auto& [id, seizure] : seizures_) tell(seizure.subscriber, Unsubscribe{});
        tell(call_info_, Unsubscribe{});
      },
  };
}

void SharedLineActor::begin() {
  what_.content_type.clear();
  auto context = what_;
  context.owner = me();
  context.package = call_info_event;
  call_info_ = spawn<SubscriberActor>(std::move(context));
  watch(call_info_, [this](const act::error&) { quit(); });
  tell(call_info_, Subscribe{});
}

void SharedLineActor::on_exit() {
  act::stop(call_info_);
  call_info_ = nullptr;
  for (auto& [id, seizure] : seizures_) {
    if (seizure.answer.pending()) seizure.answer.deliver(LineSeized{});
    act::stop(seizure.subscriber);
  }
  seizures_.clear();
  owner_ = nullptr;
  what_.owner = nullptr;
  what_.dispatcher = nullptr;
}

void SharedLineActor::receive(const StateNotified& news) {
  // What a NOTIFY of line-seize says of its one appearance, the other subscription says as well.
  if (news.id == what_.id) tell(owner_, AppearancesTold{what_.id, news.appearances});
}

void SharedLineActor::receive(const SubscriptionChanged& changed) {
  if (const auto found = seizures_.find(changed.id); found != seizures_.end())
    return seizure_changed(found->second, changed);
  if (changed.id != what_.id || changed.is_active) return;
  tell(owner_, AppearancesTold{what_.id, {}, changed.is_over ? changed.sip_status : 0});
}

act::result<LineSeized> SharedLineActor::seize(std::uint32_t appearance) {
  auto answer = make_response_promise<LineSeized>();
  auto context = what_;
  context.owner = me();
  context.id = "seizure " + std::to_string(++last_seizure_);
  context.package = line_seize_event;
  context.expires = seize_expires_;
  context.once = true;
  const auto aor = sip::parse_uri(context.target);
  context.call_info = sip::write_appearance(aor.ok() ? aor->host : "", {.index = appearance});
  const auto id = context.id;
  const auto subscriber = spawn<SubscriberActor>(std::move(context));
  seizures_[id] = {appearance, subscriber, answer};
  watch(subscriber, [this, id](const act::error&) { forget(id); });
  tell(subscriber, Subscribe{});
  return answer;
}

void SharedLineActor::seizure_changed(Seizure& seizure, const SubscriptionChanged& changed) {
  if (seizure.answer.pending())
    seizure.answer.deliver(LineSeized{changed.is_active, changed.sip_status});
  if (changed.is_over) forget(changed.id);
}

void SharedLineActor::release(std::uint32_t appearance) {
  for (const auto& [id, seizure] : seizures_)
    if (seizure.appearance == appearance) tell(seizure.subscriber, Unsubscribe{});
}

void SharedLineActor::forget(const std::string& id) {
  auto over = seizures_.extract(id);
  if (over.empty()) return;
  if (over.mapped().answer.pending()) over.mapped().answer.deliver(LineSeized{});
  act::stop(over.mapped().subscriber);
}

}  // namespace offhook::subscription
