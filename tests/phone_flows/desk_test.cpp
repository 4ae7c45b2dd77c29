// SPDX-License-Identifier: GPL-3.0-or-later
// What a whole phone dials, answers by itself, and remembers.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

using namespace std::chrono_literals;
using States = std::vector<std::string>;

class WholePhone : public DeskOffice {
 protected:
  /// An intercom call by a server that alice trusts.
  void call_by_intercom() {
    auto invite = stranger_->request("INVITE", "sip:1001@" + alice_at().to_string());
    invite.add("Alert-Info", "<http://sim.test>;info=alert-autoanswer;delay=0")
        .body("application/sdp",
              "v=0\r\no=- 1 1 IN IP4 192.0.2.76\r\ns=-\r\nc=IN IP4 192.0.2.76\r\nt=0 0\r\n"
              "m=audio 4000 RTP/AVP 0\r\n");
    stranger_->send(alice_at(), invite.build()->text());
  }
  static void trust_the_stranger(phone::PhoneSettings& settings) {
    settings.trusted_servers = {IpAddress::v4(192, 0, 2, 76)};
  }
};

TEST_F(WholePhone, AnAddressIsCalledPastTheServer) {
  open({}, true);
  alice_->lift();
  run_for(200ms);
  dial(*alice_, "192*0*2*12#");
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  for (const auto& message : sent_by_alice())
    if (message->is_request() && message->method() == sip::Method::invite) {
      EXPECT_EQ(message->request_uri().host, "192.0.2.12");
      EXPECT_FALSE(message->has(sip::HeaderId::route));
    }
}

TEST_F(WholePhone, AHotlineCallsWhenTheHandsetIsLifted) {
  open([](auto& settings) { settings.desk.hotline = {"1002", 2s}; }, true);
  alice_->lift();
  EXPECT_FALSE(run([&] { return bob_->view().ringing(); }, 1900ms));
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }, 500ms));
}

TEST_F(WholePhone, TheDialPlanChangesNumbersAndBlocksSome) {
  open(
      [](auto& settings) {
        settings.desk.plan.replace = {{"9(.)", "$1", ""}};
        settings.desk.plan.block_out = {"0."};
      },
      true);
  alice_->lift();
  run_for(200ms);
  dial(*alice_, "0123#");
  EXPECT_EQ(line(*alice_, 1), "Number blocked");
  EXPECT_EQ(alice_->view().tone(), "congestion");
  alice_->replace();
  run_for(200ms);
  alice_->lift();
  run_for(200ms);
  dial(*alice_, "91002#");
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }));
}

TEST_F(WholePhone, AMapNeedsNoSendKey) {
  open([](auto& settings) { settings.desk.plan.digit_map = "[1-7]xxx"; }, true);
  alice_->lift();
  run_for(200ms);
  dial(*alice_, "1002");
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }, 500ms));
}

TEST_F(WholePhone, AMissedCallIsShownAndCalledBack) {
  open(
      [](auto& settings) {
        settings.desk.keys["D1"] = {phone::KeyType::call_return, "", ""};
      },
      true);
  ask(*bob_, "call.dial", {{"target", "1001"}, {"call_id", "first"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  ask(*bob_, "call.hangup", {{"call_id", "first"}});
  ASSERT_TRUE(run([&] { return line(*alice_, 3) == "1 missed call"; }));
  EXPECT_EQ(alice_->view().led("power"), "red slow_flash_1s");

  press(*alice_, "CANCEL");  // seen
  EXPECT_EQ(line(*alice_, 3), "");
  EXPECT_EQ(alice_->view().led("power"), "off");
  press(*alice_, "D1");
  EXPECT_TRUE(run([&] { return bob_->view().ringing(); }));
}

TEST_F(WholePhone, AnIntercomCallIsAnsweredWithTheMicrophoneOff) {
  open([](auto& settings) {
    trust_the_stranger(settings);
    settings.intercom.mute = true;
  });
  call_by_intercom();
  ASSERT_TRUE(run([&] { return !events("call.connected").empty(); }));
  EXPECT_EQ(alice_->view().led("speaker"), "green steady");
  EXPECT_EQ(alice_->view().led("mute"), "red steady");
}

// A leg whose BYE has no answer yet, or whose sound is being closed, holds up no call after it.
TEST_F(WholePhone, AProgramDialsInTheMomentThatACallEnds) {
  open({}, true);
  talk("1002", *bob_);
  ask(*alice_, "call.hangup", {{"call_id", call_of(*alice_)}});
  ask(*alice_, "call.dial", {{"target", "1003"}, {"call_id", "next"}});
  EXPECT_TRUE(run([&] { return carol_->view().ringing(); }, 2s));
}

// §15: the callee's BYE waits for the ACK, and this one never comes. The person has hung up all the
// same.
TEST_F(WholePhone, AProgramDialsWhileAHungUpCallWaitsForItsAck) {
  open(&trust_the_stranger, true);
  call_by_intercom();
  ASSERT_TRUE(run([&] { return !events("call.connected").empty(); }));
  ask(*alice_, "call.hangup", {{"call_id", call_of(*alice_)}});
  run_for(500ms);
  ask(*alice_, "call.dial", {{"target", "1003"}, {"call_id", "next"}});
  EXPECT_TRUE(run([&] { return carol_->view().ringing(); }, 2s));
}

TEST_F(WholePhone, AnIntercomCallWaitsWhileSomebodyTalks) {
  open(&trust_the_stranger, true);
  talk("1002", *bob_);
  call_by_intercom();
  run_for(3s);
  EXPECT_EQ(states_of(*alice_).size(), 2u);
  EXPECT_EQ(bob_->view().call_state(), "connected");
  EXPECT_EQ(alice_->view().tone(), "call_waiting");
}

TEST_F(WholePhone, UnlessItMayBarge) {
  open(
      [](auto& settings) {
        trust_the_stranger(settings);
        settings.intercom.barge = true;
      },
      true);
  talk("1002", *bob_);
  call_by_intercom();
  EXPECT_TRUE(run([&] { return bob_->view().call_state() == "held_remote"; }));
  EXPECT_TRUE(run([&] { return stranger_->statuses().back() == 200; }));
}

TEST_F(WholePhone, NewCallAndSwapByKeys) {
  open({}, true);
  talk("1002", *bob_);
  press(*alice_, "L2");
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "held_remote"; }));
  EXPECT_EQ(alice_->view().tone(), "dial");
  dial(*alice_, "1003#");
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  carol_->lift();
  run_for(1s);
  EXPECT_EQ(line(*alice_, 3), "On hold: 1002");
  press(*alice_, "F2");  // Swap
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_EQ(carol_->view().call_state(), "held_remote");
  press(*alice_, "F4");  // End: carol is still there
  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "ended"; }));
  press(*alice_, "F2");  // Resume
  EXPECT_TRUE(run([&] { return carol_->view().call_state() == "connected"; }));
}

TEST_F(WholePhone, ACallAnsweredElsewhereIsNotMissed) {
  open();
  auto invite = stranger_->request("INVITE", "sip:1001@" + alice_at().to_string());
  invite.body("application/sdp",
              "v=0\r\no=- 1 1 IN IP4 192.0.2.76\r\ns=-\r\nc=IN IP4 192.0.2.76\r\nt=0 0\r\n"
              "m=audio 4000 RTP/AVP 0\r\n");
  const auto sent = invite.build();
  stranger_->send(alice_at(), sent->text());
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  auto cancel = stranger_->request("CANCEL", "sip:1001@" + alice_at().to_string());
  for (const char* same : {"Via", "From", "To", "Call-ID"})
    cancel.set(same, std::string(sent->header(same).value_or("")));
  cancel.add("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");
  stranger_->send(alice_at(), cancel.build()->text());
  ASSERT_TRUE(run([&] { return !alice_->view().ringing(); }));
  run_for(1s);
  EXPECT_EQ(line(*alice_, 3), "");
  const auto log = ask_and_wait(*alice_, "call.log");
  ASSERT_EQ(log.value.at("entries").as_array().size(), 1u);
  EXPECT_EQ(log.value.at("entries").at(0).at("kind"), "received");
}

}  // namespace
}  // namespace offhook::phone_flows
