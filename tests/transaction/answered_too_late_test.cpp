// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 §13.2.2.4: a 2xx to an INVITE whose user no longer waits is the core's to end.
#include <gtest/gtest.h>

#include "actors/transaction/ended_invites.hpp"
#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

class AnsweredTooLateTest : public ::testing::Test {
 protected:
  AnsweredTooLateTest() { caller = world.loop.spawn<ScriptedUser>(script); }
  ~AnsweredTooLateTest() override {
    act::stop(caller);
    caller = nullptr;
    script = {};
    world.end();
  }

  void invite() {
    act::tell_anon(
        phone.dispatcher,
        SendRequest{request_to(peer.address, {.method = "INVITE"}).build(), branch(1), caller});
    run(1ms);
  }
  /// An answer to the INVITE.
  void answer(int status, std::string_view tag = "far") {
    peer.send(phone.address,
              sip::Draft::response(*peer.received.front(), status, "", tag).serialize());
    run(1ms);
  }
  void run(Instant span) { world.loop.run_for(span); }
  [[nodiscard]] std::vector<int> told_to_core() const { return phone.script.statuses(); }

  World world;
  Host& phone = world.add_host("192.0.2.1:5060");
  Peer& peer = world.add_peer("192.0.2.2:5060");
  Script script;
  User caller;
};

TEST_F(AnsweredTooLateTest, AfterNoAnswerFor64T1) {
  invite();
  run(40s);
  ASSERT_EQ(script.failures.size(), 1u);

  answer(200);
  answer(200);

  EXPECT_EQ(told_to_core(), (std::vector{200, 200}));
  EXPECT_TRUE(script.responses.empty());
  EXPECT_EQ(phone.script.responses[0].second.branch, branch(1));
  world.loop.run_for(40s);
  answer(200);  // nobody repeats one that long
  EXPECT_EQ(told_to_core().size(), 2u);
}

TEST_F(AnsweredTooLateTest, AfterACancelThatNobodyAnswered) {
  invite();
  answer(180);
  act::tell_anon(phone.dispatcher, CancelInvite{branch(1)});
  run(40s);
  ASSERT_EQ(script.failures.size(), 1u);
  answer(200);
  EXPECT_EQ(told_to_core(), (std::vector{200}));
}

TEST_F(AnsweredTooLateTest, AfterARefusal) {  // of another fork, or overtaken by it
  invite();
  answer(487);
  answer(200, "other");
  EXPECT_EQ(script.statuses(), (std::vector{487}));
  EXPECT_EQ(told_to_core(), (std::vector{200}));
}

TEST_F(AnsweredTooLateTest, AfterItsUserHasGone) {
  invite();
  answer(180);
  act::stop(caller);
  run(1ms);
  EXPECT_EQ(peer.received.back()->method(), sip::Method::cancel);
  answer(200);
  answer(200);
  EXPECT_EQ(told_to_core(), (std::vector{200, 200}));
}

TEST_F(AnsweredTooLateTest, NotWhileItsUserWaits) {
  invite();
  answer(200);
  answer(200, "other");
  EXPECT_EQ(script.statuses(), (std::vector{200, 200}));
  EXPECT_TRUE(told_to_core().empty());
}

TEST_F(AnsweredTooLateTest, NotForWhatWeNeverSent) {
  invite();
  run(40s);
  auto forged = sip::Draft::response(*peer.received.front(), 200, "", "far");
  forged.set("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKguessed");
  peer.send(phone.address, forged.serialize());
  run(1ms);
  EXPECT_TRUE(told_to_core().empty());
}

TEST(EndedInvites, ForgetTheOldestWithoutRoomAndCountIt) {
  EndedInvites ended;
  for (std::size_t i = 0; i <= EndedInvites::limit; ++i)
    ended.add("key " + std::to_string(i), 1s, 32s);
  EXPECT_FALSE(ended.contains("key 0", 2s));
  EXPECT_TRUE(ended.contains("key 1", 2s));
  EXPECT_EQ(ended.forgotten(), 1u);
  EXPECT_FALSE(ended.contains("key 1", 33s));
}

}  // namespace
}  // namespace offhook::transaction
