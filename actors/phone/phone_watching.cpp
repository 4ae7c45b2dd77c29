// SPDX-License-Identifier: GPL-3.0-or-later
// Whom we watch: one watcher for each, started once its account can ask (RFC 4235).
#include <set>

#include "actors/phone/list_keys.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/subscription/dialog_watcher_actor.hpp"
#include "actors/subscription/list_watcher_actor.hpp"

namespace offhook::phone {
namespace {

WatchedCallInfo info_of(const subscription::WatchedDialog& dialog) {
  WatchedCallInfo info;
  if (dialog.is_initiator) info.direction = *dialog.is_initiator ? "outgoing" : "incoming";
  info.state = subscription::to_string(dialog.state);
  info.held = dialog.state == subscription::DialogState::confirmed && !dialog.renders;
  info.remote_uri = dialog.remote_uri;
  info.remote_display = dialog.remote_display;
  return info;
}

}  // namespace

void PhoneActor::start_watching(const sip::Account& account) {
  if (shutting_down_) return;
  for (const auto& [name, key] : desk_.rules().keys) {
    const auto id = watch_id(key);
    const bool own = key.type != KeyType::blf_list;  // a list brings its members
    if (own && !id.empty() && account_of(key.account_id) == &account && !watches_.contains(id))
      watch_party(id, key.value, account);
  }
  watch_list(account);
}

subscription::SubscriptionContext PhoneActor::watch_context(const sip::Account& account,
                                                            const std::string& target) {
  subscription::SubscriptionContext what{parts_.dispatcher,
                                         subscription::SubscriptionOwner{},
                                         *parts_.random,
                                         account,
                                         contact_of(account, way_of(account)),
                                         "",
                                         target,
                                         "",
                                         ""};
  what.expires = desk_.rules().watch.expires;
  what.user_agent = parts_.user_agent;
  return what;
}

/// RFC 4662: one subscription for all of a list.
void PhoneActor::watch_list(const sip::Account& account) {
  const auto& accounts = desk_.rules().watch.accounts;
  const auto services = accounts.find(account.id);
  const std::string name = "list " + account.id;
  if (services == accounts.end() || services->second.blf_list.empty() || watches_.contains(name))
    return;
  const auto target = target_uri(services->second.blf_list, account.aor);
  if (!target.ok())
    return emit(WarningEvent{"watch_failed", message_of(target.status()), name}, "settings");
  watches_[name] = spawn<subscription::ListWatcherActor>(subscription::WatchOwner(me()), account.id,
                                                         watch_context(account, *target));
}

void PhoneActor::list_changed(const subscription::WatchedListChanged& m) {
  std::vector<ListMember> members;
  for (const auto& member : m.members) members.push_back({member.uri, member.name});
  const bool first = account_of("")->id == m.id;
  for (auto& [name, key] : keys_for_list(desk_.rules(), m.id, first, members))
    desk_.set_key(name, key);
  refresh("list");
}

/// Whom it cannot ask about stays unknown, with a word about it.
void PhoneActor::watch_party(const std::string& id, const std::string& whom,
                             const sip::Account& account) {
  const auto target = target_uri(whom, account.aor);
  if (!target.ok())
    return emit(WarningEvent{"watch_failed", message_of(target.status()), whom}, "settings");
  watches_[id] = spawn<subscription::DialogWatcherActor>(subscription::WatchOwner(me()), id,
                                                         watch_context(account, *target));
}

void PhoneActor::watched_changed(const subscription::WatchedPartyChanged& m) {
  const auto acts = desk_.watched_changed(m.id, {m.state, m.dialogs}, m.is_over);
  if (m.id != waited_for) emit(WatchEvent{watch_info(m.id)}, "sip");
  perform(acts, "watched " + m.id);
}

std::vector<WatchInfo> PhoneActor::watch_infos() const {
  std::set<std::string> ids;
  for (const auto& [name, key] : desk_.rules().keys)
    if (auto id = watch_id(key); !id.empty()) ids.insert(std::move(id));
  std::vector<WatchInfo> infos;
  for (const auto& id : ids) infos.push_back(watch_info(id));
  return infos;
}

WatchInfo PhoneActor::watch_info(const std::string& id) const {
  WatchInfo info;
  for (const auto& [name, key] : desk_.rules().keys) {
    if (watch_id(key) != id) continue;
    const auto* account = account_of(key.account_id);
    info.account_id = account != nullptr ? account->id : key.account_id;
    info.watched = key.value;
    if (info.label.empty()) info.label = key.label;
    info.keys.push_back(name);
  }
  const auto party = desk_.state().watched.find(id);
  const bool known = party != desk_.state().watched.end();
  info.state =
      subscription::to_string(known ? party->second.state : subscription::PartyState::unknown);
  if (known)
    for (const auto& dialog : party->second.dialogs) info.calls.push_back(info_of(dialog));
  return info;
}

/// A server tells of somebody without being asked: by the entity of the document.
void PhoneActor::take_dialogs(const sip::Message& notify) {
  const auto info = subscription::parse_dialog_info(notify.body());
  if (!info.ok()) return;
  const auto entity = sip::parse_uri(info->entity);
  if (!entity.ok()) return;
  for (const auto& [id, watcher] : watches_) {
    const auto whom = sip::parse_uri(id.substr(id.find('/') + 1));
    const auto user = whom.ok() ? whom->user : id.substr(id.find('/') + 1);
    if (user == entity->user) tell(watcher, subscription::DialogsTold{std::string(notify.body())});
  }
}

void PhoneActor::perform(const WaitFor& act) {
  const auto* account = account_of(act.account_id);
  if (account == nullptr) return;
  watch_party(std::string(waited_for), act.number, *account);
}

void PhoneActor::perform(const StopWaiting&) {
  const auto watch = watches_.extract(std::string(waited_for));
  if (!watch.empty()) tell(watch.mapped(), subscription::Unsubscribe{});
}

}  // namespace offhook::phone
