// SPDX-License-Identifier: GPL-3.0-or-later
// Who wants to know what waits in the mailboxes of a server (RFC 3842).
#include "actors/sip/event.hpp"
#include "actors/subscription/message_waiting.hpp"
#include "actors/subscription/notifier_actor.hpp"
#include "sim/proxy_actor.hpp"

namespace offhook::sim {
namespace {

subscription::EventPackage message_summary() {
  subscription::EventPackage package;
  package.name = subscription::message_summary_event;
  package.content_type = subscription::message_summary_type;
  return package;
}

subscription::WriteDocument document_of(const std::string& account, const Mailbox& box) {
  return [account, box](std::uint32_t) { return write_message_summary(account, box); };
}

}  // namespace

std::string ProxyActor::account_uri(const std::string& user) const {
  return "sip:" + user + "@" + options_.identity.domain;
}

bool ProxyActor::is_for_mailbox(const sip::Message& request) const {
  if (!options_.has_mailboxes || request.method() != sip::Method::subscribe ||
      !request.to_tag().empty() || !options_.identity.owns(request.request_uri()))
    return false;
  const auto event = sip::parse_event(request.header(sip::HeaderId::event).value_or(""));
  return event.ok() && event->package == subscription::message_summary_event;
}

void ProxyActor::take_subscribe(const transaction::RequestArrived& event) {
  const std::string user = sip::unescape(event.request->request_uri().user);
  if (!registrar_.knows(user)) return reply(event, {404, {}, {}});
  const auto granted =
      subscription::judge(message_summary(), *event.request, true, watchers_.size());
  if (granted.status != 200) return reply(event, {granted.status, {}, {}});
  sip::Account account;
  account.aor = account_uri(user);
  const auto watcher = spawn<subscription::NotifierActor>(subscription::NotifierContext{
      dispatcher_, random_, account, "sip:mailbox@" + options_.identity.local.to_string(), "",
      message_summary(), event, granted.expires, document_of(account.aor, mailboxes_[user])});
  const auto number = ++last_watcher_;
  watchers_[number] = {user, watcher};
  watch(watcher, [this, number](const act::error&) { watchers_.erase(number); });
}

void ProxyActor::set_mailbox(const SetMailbox& order) {
  mailboxes_[order.user] = order.box;
  for (const auto& [number, watcher] : watchers_)
    if (watcher.user == order.user)
      tell(watcher.notifier,
           subscription::StateChanged{document_of(account_uri(order.user), order.box)});
}

}  // namespace offhook::sim
