// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/registration/registration_actor.hpp"
#include "actors/sip/auth_header.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/messages.hpp"
#include "tests/support/peer.hpp"

namespace offhook::registration {
namespace {

using offhook::testing::ask;
using offhook::testing::Asked;
using offhook::testing::Headers;
using offhook::testing::RecordingDispatcher;
using offhook::testing::Wire;

class OwnerActor final : public act::actor<RegistrationOwner> {
 public:
  OwnerActor(caf::actor_config& config, std::vector<RegistrationChanged>& changes)
      : actor(config), changes_(changes) {}
  behavior_type make_behavior() override {
    return {[this](const RegistrationChanged& m) { changes_.push_back(m); },
            [](const ServerInUse&) {}};
  }

 private:
  std::vector<RegistrationChanged>& changes_;
};

class RegistrationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dispatcher = loop.spawn<RecordingDispatcher>(wire);
    owner = loop.spawn<OwnerActor>(changes);
    sip::Account account;
    account.aor = "sip:alice@example.net";
    account.password = "secret";
    account.registrar = "sip:example.net";
    account.expires = 600s;
    registration =
        loop.spawn<RegistrationActor>(RegistrationContext{.dispatcher = dispatcher,
                                                          .owner = owner,
                                                          .random = random,
                                                          .account = account,
                                                          .contact_uri = "sip:alice@192.0.2.1:5060",
                                                          .user_agent = "offhook"});
  }
  void TearDown() override {
    act::stop(registration);
    run();
    EXPECT_EQ(loop.pending_timers(), 0u);
    EXPECT_EQ(loop.running_actors(), 2u);
    act::stop(dispatcher);
    act::stop(owner);
    wire = {};
    run();
    EXPECT_EQ(loop.running_actors(), 0u);
  }

  void run(Instant span = 1ms) { loop.run_for(span); }
  template <class Order>
  Asked<RegistrationChanged> order(Order message) {
    auto answer = ask<RegistrationChanged>(loop, registration, message);
    run();
    return answer;
  }
  void respond(int status, const Headers& more = {}) {
    const auto& sent = wire.requests.back();
    act::tell_anon(sent.user,
                   transaction::ResponseArrived{
                       sent.branch, testing::response(*sent.message, status, "reg", more)});
    run();
  }
  void grant(int seconds) {
    respond(200, {{"Contact", "<sip:alice@192.0.2.1:5060>;expires=" + std::to_string(seconds)}});
  }
  void challenge(std::string_view nonce, std::string_view more = "") {
    respond(401,
            {{"WWW-Authenticate", "Digest realm=\"example.net\", nonce=\"" + std::string(nonce) +
                                      "\", qop=\"auth\"" + std::string(more)}});
  }
  void lose() {
    const auto& sent = wire.requests.back();
    act::tell_anon(sent.user, transaction::RequestFailed{sent.branch, transaction::Failure::timeout,
                                                         "silence"});
    run();
  }
  [[nodiscard]] const sip::Message& sent() const { return *wire.requests.back().message; }
  [[nodiscard]] std::string nonce_count() const {
    return sip::parse_credentials(*sent().header(sip::HeaderId::authorization))->get("nc");
  }

  act::Loop loop{act::Loop::Virtual{}};
  SeededRandom random{9};
  Wire wire;
  std::vector<RegistrationChanged> changes;
  transaction::Dispatcher dispatcher;
  RegistrationOwner owner;
  Registration registration;
};

TEST_F(RegistrationTest, RegistersWithCredentialsAndRefreshesInTime) {
  const auto registered = order(Register{});
  ASSERT_EQ(wire.requests.size(), 1u);
  EXPECT_EQ(sent().method(), sip::Method::register_);
  EXPECT_EQ(sent().request_uri_text(), "sip:example.net");
  EXPECT_EQ(sip::to_string(sent().to().uri), "sip:alice@example.net");
  EXPECT_EQ(sent().contact()->expires(), 600u);
  EXPECT_EQ(sent().cseq().number, 1u);
  EXPECT_EQ(changes.back().state, RegistrationState::registering);

  challenge("n1");
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(sent().cseq().number, 2u);
  EXPECT_EQ(sent().call_id(), wire.requests[0].message->call_id());
  EXPECT_EQ(nonce_count(), "00000001");
  EXPECT_FALSE(*registered);

  grant(300);
  ASSERT_TRUE(*registered);
  EXPECT_EQ((*registered)->state, RegistrationState::registered);
  EXPECT_EQ(changes.back().expires, 300s);
  EXPECT_EQ(changes.back().sip_status, 200);
  ASSERT_EQ(changes.size(), 2u);

  run(268s - 10ms);
  EXPECT_EQ(wire.requests.size(), 2u);
  run(10ms);
  ASSERT_EQ(wire.requests.size(), 3u);  // 300 s less 32
  EXPECT_EQ(sent().cseq().number, 3u);
  EXPECT_EQ(nonce_count(), "00000002");  // the nonce goes on
  EXPECT_EQ(changes.size(), 2u);

  grant(300);
  EXPECT_EQ(changes.size(), 2u);  // nothing changed
  run(268s);
  grant(120);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes.back().expires, 120s);
}

TEST_F(RegistrationTest, AWrongPasswordFailsAndIsTriedAgainLater) {
  const auto registered = order(Register{});
  challenge("n1");
  challenge("n2");

  EXPECT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ((*registered)->state, RegistrationState::failed);
  EXPECT_EQ(changes.back().sip_status, 401);
  EXPECT_GE(changes.back().retry_in, 30s);
  EXPECT_LE(changes.back().retry_in, 60s);
  run(changes.back().retry_in);
  EXPECT_EQ(wire.requests.size(), 3u);
}

TEST_F(RegistrationTest, AsksForLongerAfter423) {
  order(Register{});
  respond(423, {{"Min-Expires", "1800"}});
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(sent().expires(), 1800u);
  EXPECT_EQ(sent().contact()->expires(), 1800u);
  grant(1800);
  EXPECT_EQ(changes.back().state, RegistrationState::registered);
}

TEST_F(RegistrationTest, A423ThatHelpsNothingIsAFailure) {
  order(Register{});
  respond(423);
  EXPECT_EQ(wire.requests.size(), 1u);
  EXPECT_EQ(changes.back().state, RegistrationState::failed);
}

TEST_F(RegistrationTest, BacksOffFurtherWithEachFailure) {
  order(Register{});
  for (const auto bound : {60s, 120s, 240s, 480s, 960s, 1800s, 1800s}) {
    lose();
    ASSERT_EQ(changes.back().state, RegistrationState::failed);
    EXPECT_EQ(changes.back().sip_status, 408);
    const auto wait = changes.back().retry_in;
    EXPECT_TRUE(wait >= bound / 2 && wait <= bound) << wait.count();
    const auto tries = wire.requests.size();
    run(wait - 2ms);
    EXPECT_EQ(wire.requests.size(), tries);
    run(2ms);
    EXPECT_EQ(wire.requests.size(), tries + 1);
  }
  grant(600);
  EXPECT_EQ(changes.back().state, RegistrationState::registered);
}

TEST_F(RegistrationTest, WaitsAsLongAsTheServerAsks) {
  order(Register{});
  respond(503, {{"Retry-After", "17 (soon)"}});
  EXPECT_EQ(changes.back().retry_in, 17s);
  run(17s);
  EXPECT_EQ(wire.requests.size(), 2u);
}

TEST_F(RegistrationTest, RegisterCutsABackOffShort) {
  order(Register{});
  lose();
  const auto again = order(Register{});
  EXPECT_EQ(wire.requests.size(), 2u);
  grant(600);
  EXPECT_EQ((*again)->state, RegistrationState::registered);
  run(100s);
  EXPECT_EQ(wire.requests.size(), 2u);  // the old timer is gone
}

TEST_F(RegistrationTest, AFailedRefreshIsReported) {
  order(Register{});
  grant(600);
  run(540s);
  lose();
  EXPECT_EQ(changes.back().state, RegistrationState::failed);
}

TEST_F(RegistrationTest, UnregistersWithExpiresZero) {
  order(Register{});
  grant(600);

  const auto gone = order(Unregister{});

  EXPECT_EQ(sent().expires(), 0u);
  EXPECT_EQ(sent().contact()->expires(), 0u);
  EXPECT_FALSE(*gone);
  respond(200);
  EXPECT_EQ((*gone)->state, RegistrationState::unregistered);
  EXPECT_EQ(changes.back().state, RegistrationState::unregistered);
  run(1h);
  EXPECT_EQ(wire.requests.size(), 2u);
}

TEST_F(RegistrationTest, UnregisterWaitsForTheRequestUnderWay) {
  const auto registered = order(Register{});
  const auto gone = order(Unregister{});
  EXPECT_EQ(wire.requests.size(), 1u);  // §10.2: one at a time
  grant(600);
  ASSERT_EQ(wire.requests.size(), 2u);
  EXPECT_EQ(sent().expires(), 0u);
  challenge("n1");
  EXPECT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(sent().expires(), 0u);
  lose();
  EXPECT_EQ((*gone)->state, RegistrationState::unregistered);
  EXPECT_TRUE(*registered);
}

TEST_F(RegistrationTest, UnregisterWithoutABindingIsDoneAtOnce) {
  EXPECT_EQ((*order(Unregister{}))->state, RegistrationState::unregistered);
  order(Register{});
  lose();
  EXPECT_EQ((*order(Unregister{}))->state, RegistrationState::unregistered);
  EXPECT_EQ(wire.requests.size(), 1u);
}

TEST_F(RegistrationTest, RegisterDuringTheRemovalBeginsAgainAfterwards) {
  order(Register{});
  grant(600);
  order(Unregister{});
  const auto again = order(Register{});
  EXPECT_EQ(wire.requests.size(), 2u);
  respond(200);
  ASSERT_EQ(wire.requests.size(), 3u);
  EXPECT_EQ(sent().expires(), 600u);
  grant(600);
  EXPECT_EQ((*again)->state, RegistrationState::registered);
}

TEST_F(RegistrationTest, ARegistrarThatKeepsNothingIsAFailure) {
  order(Register{});
  grant(0);
  EXPECT_EQ(changes.back().state, RegistrationState::failed);
}

TEST_F(RegistrationTest, AnswersWhoeverAskedWhenItIsStopped) {
  const auto registered = order(Register{});
  act::stop(registration);
  run();
  EXPECT_TRUE(*registered);
}

// RFC 5626 §4.4.1, §4.5: the REGISTER is told as failed once more when its connection breaks later.
TEST_F(RegistrationTest, ALostConnectionIsReplacedAtOnceIfItHadHeld) {
  order(Register{});
  grant(3600);
  run(200s);
  const auto before = wire.requests.size();
  lose();
  ASSERT_EQ(wire.requests.size(), before + 1);
  EXPECT_EQ(changes.back().state, RegistrationState::registered);
  grant(3600);
  run(10s);
  lose();  // so soon: not at once
  EXPECT_EQ(wire.requests.size(), before + 1);
  run(61s);
  EXPECT_EQ(wire.requests.size(), before + 2);
  grant(3600);
  run(1s);
  lose();
  run(59s);
  EXPECT_EQ(wire.requests.size(), before + 2);  // twice as long
  run(62s);
  EXPECT_EQ(wire.requests.size(), before + 3);
  grant(3600);
}

}  // namespace
}  // namespace offhook::registration
