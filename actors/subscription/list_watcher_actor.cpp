// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/list_watcher_actor.hpp"

#include "actors/subscription/dialog_info.hpp"

namespace offhook::subscription {

ListWatcherActor::ListWatcherActor(caf::actor_config& config, WatchOwner owner, std::string id,
                                   SubscriptionContext what)
    : actor(config), owner_(std::move(owner)), id_(std::move(id)), what_(std::move(what)) {}

ListWatcherActor::behavior_type ListWatcherActor::make_behavior() {
  watch(owner_, [this](const act::error&) { quit(); });
  begin();
  return {
      [this](const SubscriptionChanged& m) { receive(m); },
      [this](const StateNotified& m) { receive(m); },
      [](const DialogsTold&) {},  // of one party, not of a list
      [this](const Unsubscribe&) { tell(subscriber_, Unsubscribe{}); },
  };
}

/// RFC 4662 §4.1, §4.2: says that it can take a list, and reads what a list is made of.
void ListWatcherActor::begin() {
  what_.owner = me();
  what_.id = id_;
  what_.package = dialog_event;
  what_.content_type = list_notification_type;
  what_.also_reads = {std::string(resource_list_type), std::string(dialog_info_type)};
  what_.supported = "eventlist";
  what_.longest_body = 65'536;
  subscriber_ = spawn<SubscriberActor>(what_);
  what_.owner = nullptr;  // no circle: the subscriber ends with us
  watch(subscriber_, [this](const act::error&) { quit(); });
  tell(subscriber_, Subscribe{});
}

void ListWatcherActor::on_exit() {
  act::stop(subscriber_);
  subscriber_ = nullptr;
  owner_ = nullptr;
  what_.owner = nullptr;
  what_.dispatcher = nullptr;
}

void ListWatcherActor::receive(const StateNotified& state) {
  const auto news = parse_list_notification(state.content_type, state.body);
  if (!news.ok()) return;
  if (state.begins) list_.begin();
  if (list_.apply(*news) == WatchedDialogs::Outcome::gap) tell(subscriber_, Subscribe{});
  tell_owner();
}

void ListWatcherActor::receive(const SubscriptionChanged& changed) {
  if (changed.is_active) return;
  list_.lose();
  tell_owner(changed.is_over);
}

void ListWatcherActor::tell_owner(bool is_over) {
  std::vector<WatchedListChanged::Member> members;
  for (const auto& member : list_.members()) members.push_back({member.uri, member.name});
  if (members != members_) {
    members_ = members;
    tell(owner_, WatchedListChanged{id_, std::move(members)});
  }
  for (const auto& member : list_.members()) {
    WatchedPartyChanged now_{id_ + "/" + member.uri, member.dialogs.state(),
                             member.dialogs.dialogs(), is_over};
    auto& told = parties_[member.uri];
    if (told.state == now_.state && told.dialogs == now_.dialogs && told.is_over == now_.is_over)
      continue;
    told = now_;
    tell(owner_, std::move(now_));
  }
}

}  // namespace offhook::subscription
