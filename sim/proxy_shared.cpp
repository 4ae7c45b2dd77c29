// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that several phones share, as servers of BroadSoft's kind have it: who subscribes to
// `call-info` hears what the others do, and who subscribes to `line-seize` may dial.
#include "actors/sip/draft.hpp"
#include "actors/sip/event.hpp"
#include "actors/subscription/notifier_actor.hpp"
#include "actors/subscription/shared_line_actor.hpp"
#include "sim/proxy_actor.hpp"

namespace offhook::sim {
namespace {

subscription::EventPackage call_info() {
  subscription::EventPackage package;
  package.name = subscription::call_info_event;
  package.header = "Call-Info";
  package.pause = 0ms;
  return package;
}

subscription::EventPackage line_seize() {
  auto package = call_info();
  package.name = subscription::line_seize_event;
  package.default_expires = package.longest = 15s;
  package.shortest = 1s;
  return package;
}

std::string package_of(const sip::Message& subscribe) {
  const auto event = sip::parse_event(subscribe.header(sip::HeaderId::event).value_or(""));
  return event.ok() ? event->package : std::string();
}

}  // namespace

bool ProxyActor::is_for_shared_line(const sip::Message& request) const {
  if (request.method() != sip::Method::subscribe || !request.to_tag().empty() ||
      shared_.user_of(request.request_uri()).empty())
    return false;
  const auto package = package_of(request);
  return package == subscription::call_info_event || package == subscription::line_seize_event;
}

void ProxyActor::take_line_subscribe(const transaction::RequestArrived& event) {
  const auto& request = *event.request;
  const bool seizes = package_of(request) == subscription::line_seize_event;
  const auto package = seizes ? line_seize() : call_info();
  const auto granted = subscription::judge(package, request, true, sharers_.size());
  if (granted.status != 200) return reply(event, {granted.status, {}, {}});
  Sharer sharer{shared_.user_of(request.request_uri())};
  if (seizes) {
    const auto named = sip::appearances_of(request);
    if (named.empty() || named.front().index == 0) return reply(event, {400, {}, {}});
    sharer.seized = named.front().index;
    if (!shared_.seize(sharer.user, sharer.seized)) return reply(event, {480, {}, {}});
  }
  sip::Account account;
  account.aor = account_uri(sharer.user);
  const auto seizure = sip::write_appearance(options_.identity.domain, {.index = sharer.seized});
  const auto news = seizes
                        ? subscription::WriteDocument([seizure](std::uint32_t) { return seizure; })
                        : line_state(sharer.user);
  sharer.notifier = spawn<subscription::NotifierActor>(subscription::NotifierContext{
      dispatcher_, random_, account, "sip:line@" + options_.identity.local.to_string(), "", package,
      event, granted.expires, news});
  const auto number = ++last_watcher_;
  watch(sharer.notifier, [this, number](const act::error&) { sharer_gone(number); });
  const std::string user = sharer.user;
  sharers_[number] = std::move(sharer);
  if (seizes) tell_sharers(user);
}

subscription::WriteDocument ProxyActor::line_state(const std::string& user) const {
  return [text = sip::write_appearances(options_.identity.domain, shared_.appearances(user))](
             std::uint32_t) { return text; };
}

void ProxyActor::tell_sharers(const std::string& user) {
  for (const auto& [number, sharer] : sharers_)
    if (sharer.user == user && sharer.seized == 0 && !user.empty())
      tell(sharer.notifier, subscription::StateChanged{line_state(user)});
}

/// Who seized the line and made no call of it has left it.
void ProxyActor::sharer_gone(std::uint64_t number) {
  const auto gone = sharers_.extract(number);
  if (gone.empty() || gone.mapped().seized == 0) return;
  if (shared_.give_back(gone.mapped().user, gone.mapped().seized)) tell_sharers(gone.mapped().user);
}

/// A call has been made of the seizure, which is over by that.
void ProxyActor::line_used(const sip::Message& invite) {
  const auto user = shared_.user_of(invite.from().uri);
  const auto named = sip::appearances_of(invite);
  if (user.empty() || named.empty()) return;
  for (const auto& [number, sharer] : sharers_)
    if (sharer.user == user && sharer.seized != 0 && sharer.seized == named.front().index)
      tell(sharer.notifier, subscription::Withdraw{});
}

/// True if `request` is for a call that another phone holds: it has been sent on, or refused.
bool ProxyActor::retrieve(const transaction::RequestArrived& event,
                          const sip::MessagePtr& request) {
  const auto retrieval = shared_.retrieval(*request);
  if (!retrieval) return false;
  auto draft = sip::Draft::copy(*request);
  draft.append("Replaces", sip::to_string(retrieval->replaces));
  auto message = draft.try_build();
  if (retrieval->refusal != 0 || !message.ok()) {
    reply(event, {retrieval->refusal != 0 ? retrieval->refusal : 400, {}, {}});
    return true;
  }
  tell_sharers(shared_.sent(*request));
  relay(event, *std::move(message), {retrieval->target});
  return true;
}

}  // namespace offhook::sim
