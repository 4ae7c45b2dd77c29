// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/call/leg_pair.hpp"

#include <algorithm>

namespace offhook::call::testing {

Doorman::behavior_type Doorman::make_behavior() {
  return {
      [](const transaction::ResponseArrived&) {},
      [](const transaction::RequestFailed&) {},
      [this](const transaction::RequestArrived& m) { phone_.ring(m); },
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
  };
}

Phone::Phone(act::Loop& loop, sim::VirtualNetwork& network, const std::string& user,
             const Endpoint& address, std::uint64_t seed)
    : loop_(loop),
      random_(seed),
      uri_("sip:" + user + "@" + address.to_string()),
      address_(address) {
  auto bound = transport::start_transport(loop.system(), network, address, random_);
  EXPECT_TRUE(bound.ok());
  transport_ = bound->transport;
  dispatcher_ = loop.spawn<transaction::DispatcherActor>(
      transport::Transports{{transport::Protocol::udp, transport_, address_}}, resolver_, random_,
      transaction::TimerValues{}, transaction::Limits{});
  doorman_ = loop.spawn<Doorman>(*this);
  media_actor_ = loop.spawn<RecordingMedia>(media);
  owner_actor_ = loop.spawn<RecordingOwner>(owner);
  act::tell_anon(dispatcher_, transaction::SetCore{doorman_});
}

LegContext Phone::context() {
  sip::Account account;
  account.aor = uri_;
  account.calls = options;
  return {.dispatcher = dispatcher_,
          .media = media_actor_,
          .owner = owner_actor_,
          .random = random_,
          .account = account,
          .contact_uri = uri_,
          .media_address = address_.address,
          .codecs = {sdp::pcmu, sdp::pcma}};
}

void Phone::call(const Phone& other) {
  leg_ = loop_.spawn<CallLegActor>(context(), PlaceCall{"c1", other.uri_});
}

void Phone::ring(const transaction::RequestArrived& invite) {
  if (leg_ || invite.request->method() != sip::Method::invite) return;
  leg_ = loop_.spawn<CallLegActor>(context(), IncomingCall{"c1", invite});
}

void Phone::stop() {
  leg_ = nullptr;
  media.owner = nullptr;
  act::stop(doorman_);
  act::stop(media_actor_);
  act::stop(owner_actor_);
  act::stop(dispatcher_);
  act::stop(transport_);
  doorman_ = nullptr;
  media_actor_ = nullptr;
  owner_actor_ = nullptr;
  dispatcher_ = nullptr;
  transport_ = nullptr;
}

LegPair::LegPair(std::vector<std::size_t> lost) {
  network.set_loss_filter([this, lost](const Endpoint&, const Endpoint&, std::string_view text) {
    const auto first =
        text.starts_with("SIP/2.0 ") ? text.substr(8, 3) : text.substr(0, text.find(' '));
    sent.emplace_back(first);
    return std::find(lost.begin(), lost.end(), datagrams++) != lost.end();
  });
  loop.run_for(1ms);
}

LegPair::~LegPair() {
  // Nobody is left to speak, whatever was lost: only transactions may linger, for 64*T1 each.
  loop.run_for(200s);
  EXPECT_EQ(loop.pending_timers(), 0u);
  EXPECT_TRUE(alice.has_ended() || alice.owner.changes.empty());
  EXPECT_TRUE(bob.has_ended() || bob.owner.changes.empty());
  EXPECT_EQ(alice.media.opened, alice.media.closed);
  EXPECT_EQ(bob.media.opened, bob.media.closed);
  alice.stop();
  bob.stop();
  loop.run_for(1s);
  EXPECT_EQ(loop.running_actors(), 0u);
}

}  // namespace offhook::call::testing
