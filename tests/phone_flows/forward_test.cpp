// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards, do not disturb, and calls that wait: three phones, bob and carol call alice or each
// other.
#include "actors/sip/forwarding.hpp"
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

using boost::json::object;
using States = std::vector<std::string>;

class Forwarding : public DeskOffice {
 protected:
  /// Bob's call for alice arrives at carol's, who answers.
  void expect_at_carol(std::string_view reason) {
    ASSERT_TRUE(run([&] { return carol_->view().ringing(); }, 30s));
    const auto incoming = events("call.incoming", "carol");
    ASSERT_EQ(incoming.size(), 1u);
    EXPECT_EQ(text(incoming[0], "diverted_by"), "sip:1001@sim.test");
    const auto sent = redirect();
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->contact()->address.uri.user, "1003");
    const auto diversion = sip::parse_diversion(sent->header("Diversion").value_or(""));
    ASSERT_TRUE(diversion.ok());
    EXPECT_EQ(diversion->reason, reason);
    carol_->lift();
    ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  }
  [[nodiscard]] sip::MessagePtr redirect() const {
    for (const auto& message : sent_by_alice())
      if (message->is_response() && message->status() == 302) return message;
    return nullptr;
  }
  int refusal_of_call() {
    const auto answer = ask_and_wait(*bob_, "call.dial", {{"target", "1001"}});
    EXPECT_TRUE(answer.failed);
    const auto* data = answer.value.if_contains("data");
    if (data == nullptr || data->as_object().if_contains("sip") == nullptr) return 0;
    return static_cast<int>(data->at("sip").at("code").as_int64());
  }
};

TEST_F(Forwarding, AlwaysBySettings) {
  open(
      [](auto& settings) {
        settings.features.phone.forwards.of(phone::ForwardKind::always) = {true, "1003"};
      },
      true);
  EXPECT_TRUE(run([&] { return line(*alice_, 2) == "Forwarding to 1003"; }));
  ask(*bob_, "call.dial", {{"target", "1001"}});
  expect_at_carol("unconditional");
  EXPECT_TRUE(events("call.incoming").empty());
  const auto forwarded = events("call.forwarded");
  ASSERT_EQ(forwarded.size(), 1u);
  EXPECT_EQ(text(forwarded[0], "target"), "sip:1003@sim.test");
}

TEST_F(Forwarding, BusyByTheApi) {
  open([](auto& settings) { settings.max_calls = 1; }, true);
  const auto set = ask_and_wait(*alice_, "feature.set_forward",
                                {{"kind", "busy"}, {"target", "1003"}, {"enabled", true}});
  EXPECT_FALSE(set.failed) << boost::json::serialize(set.value);
  run_for(1ms);  // an answer may overtake events
  EXPECT_EQ(events("feature.changed").size(), 1u);
  ask(*alice_, "call.dial", {{"target", "sip:nobody@192.0.2.99"}});  // keeps alice busy
  run_for(300ms);

  ask(*bob_, "call.dial", {{"target", "1001"}});
  expect_at_carol("user-busy");
}

TEST_F(Forwarding, UnansweredAfterTheRingTime) {
  open(
      [](auto& settings) {
        auto& forwards = settings.features.phone.forwards;
        forwards.of(phone::ForwardKind::no_answer) = {true, "1003"};
        forwards.ring = std::chrono::seconds(12);
      },
      true);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  EXPECT_FALSE(run([&] { return carol_->view().ringing(); }, 11500ms));
  expect_at_carol("no-answer");
  EXPECT_FALSE(alice_->view().ringing());
}

TEST_F(Forwarding, ByHandWhileItRings) {
  open({}, true);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  press(*alice_, "F2");  // Forward
  EXPECT_FALSE(alice_->view().ringing());
  EXPECT_EQ(line(*alice_, 1), "Forward to");
  dial(*alice_, "1003#");
  expect_at_carol("deflection");
  EXPECT_EQ(line(*alice_, 2), "");
  run_for(1s);
  const auto log = ask_and_wait(*alice_, "call.log");
  EXPECT_EQ(log.value.at("entries").at(0).at("kind"), "forwarded");
}

TEST_F(Forwarding, ByTheApiWhileItRings) {
  open({}, true);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().ringing(); }));
  const auto done =
      ask_and_wait(*alice_, "call.deflect", {{"call_id", call_of(*alice_)}, {"target", "1003"}});
  EXPECT_FALSE(done.failed) << boost::json::serialize(done.value);
  expect_at_carol("deflection");
}

TEST_F(Forwarding, ARingOfForwardsEnds) {
  open([](auto& settings) {
    settings.features.phone.forwards.of(phone::ForwardKind::always) = {true, "1003"};
  });
  const auto answer_to = [this](const std::string& counter) {
    stranger_->inbox.clear();
    auto invite = stranger_->request("INVITE", "sip:1001@" + alice_at().to_string());
    invite.add("Diversion", "<sip:1007@sim.test>;reason=unconditional;counter=" + counter);
    stranger_->send(alice_at(), invite.build()->text());
    run_for(100ms);
    return stranger_->statuses().empty() ? 0 : stranger_->statuses().back();
  };
  EXPECT_EQ(answer_to("4"), 302);
  EXPECT_EQ(answer_to("5"), 482);
}

TEST_F(Forwarding, DoNotDisturbByItsKey) {
  open({}, true);
  press(*alice_, "DND");
  EXPECT_EQ(line(*alice_, 2), "Do not disturb");
  EXPECT_EQ(refusal_of_call(), 480);
  EXPECT_TRUE(events("ringer.changed").empty());
  EXPECT_EQ(line(*alice_, 3), "1 missed call");
  const auto log = ask_and_wait(*alice_, "call.log");
  EXPECT_EQ(log.value.at("entries").as_array().size(), 1u);

  press(*alice_, "DND");
  ask(*bob_, "call.dial", {{"target", "1001"}});
  EXPECT_TRUE(run([&] { return alice_->view().ringing(); }));
}

TEST_F(Forwarding, SomeMayDisturb) {
  open(
      [](auto& settings) {
        settings.features.phone.do_not_disturb = true;
        settings.features.do_not_disturb_status = 486;
        settings.features.emergency = {"1002"};
      },
      true);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  EXPECT_TRUE(run([&] { return alice_->view().ringing(); }));
  const auto answer = ask_and_wait(*carol_, "call.dial", {{"target", "1001"}});
  EXPECT_EQ(answer.value.at("data").at("sip").at("code"), 486);
}

TEST_F(Forwarding, WithoutCallWaitingTheSecondCallerIsRefused) {
  open([](auto& settings) { settings.features.call_waiting = false; }, true);
  talk("1003", *carol_);
  EXPECT_EQ(refusal_of_call(), 486);
}

TEST_F(Forwarding, AWaitingCallIsATone) {
  open({}, true);
  talk("1003", *carol_);
  ask(*bob_, "call.dial", {{"target", "1001"}});
  ASSERT_TRUE(run([&] { return alice_->view().tone() == "call_waiting"; }));
  run_for(100ms);
  EXPECT_FALSE(alice_->view().ringing());
  EXPECT_EQ(alice_->view().led("line1"), "green steady");
  EXPECT_EQ(alice_->view().led("line2"), "green fast_flash");

  press(*alice_, "L2");  // holds carol, answers bob

  ASSERT_TRUE(run([&] { return bob_->view().call_state() == "connected"; }));
  EXPECT_EQ(carol_->view().call_state(), "held_remote");
  EXPECT_EQ(alice_->view().led("line1"), "green slow_flash");
}

TEST_F(Forwarding, NobodyRingsForEver) {
  open([](auto& settings) { settings.features.longest_ring = std::chrono::seconds(60); }, true);
  EXPECT_EQ(refusal_of_call(), 480);
}

}  // namespace
}  // namespace offhook::phone_flows
