// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/dialog_watcher_actor.hpp"

#include "actors/subscription/dialog_info.hpp"

namespace offhook::subscription {

DialogWatcherActor::DialogWatcherActor(caf::actor_config& config, WatchOwner owner, std::string id,
                                       SubscriptionContext what)
    : actor(config), owner_(std::move(owner)), id_(std::move(id)), what_(std::move(what)) {}

DialogWatcherActor::behavior_type DialogWatcherActor::make_behavior() {
  watch(owner_, [this](const act::error&) { quit(); });
  begin();
  return {
      [this](const SubscriptionChanged& m) { receive(m); },
      [this](const StateNotified& m) { receive(m.body, m.begins); },
      [this](const DialogsTold& m) { receive(m.body, false); },
      [this](const Unsubscribe&) { tell(subscriber_, Unsubscribe{}); },
  };
}

void DialogWatcherActor::begin() {
  what_.owner = me();
  what_.id = id_;
  what_.package = dialog_event;
  what_.content_type = dialog_info_type;
  subscriber_ = spawn<SubscriberActor>(what_);
  what_.owner = nullptr;  // no circle: the subscriber ends with us
  watch(subscriber_, [this](const act::error&) { quit(); });
  tell(subscriber_, Subscribe{});
}

void DialogWatcherActor::on_exit() {
  act::stop(subscriber_);
  subscriber_ = nullptr;
  owner_ = nullptr;
  what_.owner = nullptr;
  what_.dispatcher = nullptr;
}

void DialogWatcherActor::receive(std::string_view document, bool begins) {
  const auto info = parse_dialog_info(document);
  if (!info.ok()) return;  // the lamp stays as it was: the next document may be readable
  if (begins) dialogs_.begin();
  // §4.3: what was missed comes with the answer to a refresh.
  if (dialogs_.apply(*info) == WatchedDialogs::Outcome::gap) tell(subscriber_, Subscribe{});
  tell_owner();
}

void DialogWatcherActor::receive(const SubscriptionChanged& changed) {
  if (changed.is_active) return;
  dialogs_.lose();
  tell_owner(changed.is_over);
}

void DialogWatcherActor::tell_owner(bool is_over) {
  WatchedPartyChanged now_{id_, dialogs_.state(), dialogs_.dialogs(), is_over};
  if (now_.state == told_.state && now_.dialogs == told_.dialogs && now_.is_over == told_.is_over)
    return;
  told_ = now_;
  tell(owner_, std::move(now_));
}

}  // namespace offhook::subscription
