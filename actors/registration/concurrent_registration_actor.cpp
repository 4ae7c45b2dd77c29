// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/registration/concurrent_registration_actor.hpp"

#include <utility>

#include "actors/registration/redundancy.hpp"
#include "actors/registration/refresh.hpp"

namespace offhook::registration {

ConcurrentRegistrationActor::ConcurrentRegistrationActor(caf::actor_config& config,
                                                         RegistrationContext context)
    : actor(config), context_(std::move(context)) {}

ConcurrentRegistrationActor::behavior_type ConcurrentRegistrationActor::make_behavior() {
  begin();
  return {
      [](const transaction::ResponseArrived&) {},  // its members speak with the network
      [](const transaction::RequestFailed&) {},
      [](const transaction::RequestArrived&) {},
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const Register& m) { return ask_all(m); },
      [this](const Unregister& m) { return ask_all(m); },
      [this](const PhoneBusy& m) {
        for (const auto& member : members_) tell(member.registration, m);
      },
      [this](const RegistrationChanged& m) { changed(m); },
      [this](const ServerInUse& m) { use_server(m); },
  };
}

void ConcurrentRegistrationActor::on_exit() {
  for (const auto& member : members_) act::stop(member.registration);
  for (auto& [number, question] : questions_)
    if (question.promise.pending()) question.promise.deliver(best().newest);
  questions_.clear();
  members_.clear();
  context_.dispatcher = nullptr;
  context_.owner = nullptr;
}

void ConcurrentRegistrationActor::begin() {
  watch(context_.owner, [this](const act::error&) { quit(); });
  const auto servers = sip::servers_of(context_.account);
  for (std::size_t i = 0; i < servers.size(); ++i) {
    Member member{servers[i], spawn<RegistrationActor>(context_of(i)), {}, {}};
    // One that breaks down should not be taken for registered; the phone begins them all anew.
    watch(member.registration, [this](const act::error& reason) {
      if (reason) quit(reason);
    });
    members_.push_back(std::move(member));
  }
}

/// That server alone, with a name and a flow of its own (RFC 5626 §4.2.1).
RegistrationContext ConcurrentRegistrationActor::context_of(std::size_t index) {
  RegistrationContext context = context_;
  context.owner = me();
  auto& account = context.account;
  const auto server = account.servers[index];
  account.id = std::to_string(index);
  account.servers = {server};
  account.registrar = server.uri;
  account.outbound_proxy = server.outbound_proxy;
  account.upkeep.first_reg_id = static_cast<int>(index) + 1;
  if (context.contact_for) context.contact_uri = context.contact_for(server);
  return context;
}

ConcurrentRegistrationActor::Member* ConcurrentRegistrationActor::member_of(
    const std::string& account_id) {
  for (std::size_t i = 0; i < members_.size(); ++i)
    if (account_id == std::to_string(i)) return &members_[i];
  return nullptr;
}

void ConcurrentRegistrationActor::changed(const RegistrationChanged& m) {
  auto* member = member_of(m.account_id);
  if (member == nullptr) return;
  member->newest = m;
  member->newest.account_id = context_.account.id;
  report();
}

void ConcurrentRegistrationActor::use_server(const ServerInUse& m) {
  auto* member = member_of(m.account_id);
  if (member == nullptr) return;
  member->use = m;
  member->use.account_id = context_.account.id;
  // Among several, the domain of a call does not say which.
  if (member->use.outbound_proxy.empty()) member->use.outbound_proxy = route_to(member->server);
  report();
}

const ConcurrentRegistrationActor::Member& ConcurrentRegistrationActor::best() const {
  std::vector<RegistrationState> states;
  for (const auto& member : members_) states.push_back(member.newest.state);
  return members_[best_of(states)];
}

/// Where calls go before what they go by.
void ConcurrentRegistrationActor::report() {
  const auto& chosen = best();
  if (!chosen.use.server.empty() && in_use_ != chosen.use) {
    in_use_ = chosen.use;
    tell(context_.owner, chosen.use);
  }
  const auto& now_is = chosen.newest;
  if (reported_ && reported_->state == now_is.state && reported_->server == now_is.server &&
      reported_->expires == now_is.expires && reported_->retry_in == now_is.retry_in)
    return;
  reported_ = now_is;
  tell(context_.owner, now_is);
}

template <class Order>
act::result<RegistrationChanged> ConcurrentRegistrationActor::ask_all(Order order) {
  auto promise = make_response_promise<RegistrationChanged>();
  const auto number = ++last_question_;
  questions_.emplace(number, Question{promise, members_.size()});
  for (const auto& member : members_)
    ask_without_limit(member.registration, order)
        .then(
            [this, number](const RegistrationChanged& m) {
              changed(m);
              one_has_answered(number);
            },
            [this, number](const act::error&) { one_has_answered(number); });
  return promise;
}

void ConcurrentRegistrationActor::one_has_answered(std::uint64_t question) {
  const auto found = questions_.find(question);
  if (found == questions_.end() || --found->second.left > 0) return;
  auto asked = std::move(questions_.extract(found).mapped());
  asked.promise.deliver(best().newest);
}

}  // namespace offhook::registration
