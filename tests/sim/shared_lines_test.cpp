// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/shared_lines.hpp"

#include <gtest/gtest.h>

#include "tests/sim/request_builder.hpp"

namespace offhook::sim {
namespace {

using sip::Appearance;
using enum sip::AppearanceState;

/// The line of 1001, whose phone calls 1002 at the first appearance.
class SharedLinesTest : public testing::Test {
 protected:
  static sip::MessagePtr invite(const std::string& call_id = "call-1",
                                const std::string& to = "1002", std::uint32_t appearance = 1) {
    return RequestBuilder("INVITE", "sip:" + to + "@sim.test")
        .to(to)
        .call_id(call_id)
        .set("Call-Info", sip::write_appearance("sim.test", {.index = appearance}))
        .build();
  }
  static sip::MessagePtr response(const sip::Message& request, int status,
                                  std::optional<std::uint32_t> appearance = std::nullopt) {
    auto draft = sip::Draft::response(request, status, "", "far1");
    draft.append("Contact", "<sip:1002@10.0.0.2:5060>");
    if (appearance)
      draft.append("Call-Info", sip::write_appearance("sim.test", {.index = *appearance}));
    return draft.build();
  }
  /// The phone of the line holds or resumes its call.
  static sip::MessagePtr re_invite(const std::string& direction, bool privately = false) {
    Appearance appearance{.index = 1};
    if (privately) appearance.state = held_private;
    return RequestBuilder("INVITE", "sip:1002@10.0.0.2")
        .to("1002", "far1")
        .cseq(2)
        .set("Call-Info", sip::write_appearance("sim.test", appearance))
        .body("application/sdp",
              "v=0\r\no=- 1 2 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
              "m=audio 4000 RTP/AVP 0\r\na=" +
                  direction + "\r\n")
        .build();
  }
  void talk() {
    lines_.seize("1001", 1);
    lines_.sent(*invite());
    EXPECT_EQ(lines_.answered(*invite(), *response(*invite(), 200)), "1001");
  }
  void hold(const std::string& direction, bool privately = false) {
    const auto request = re_invite(direction, privately);
    EXPECT_EQ(lines_.answered(*request, *response(*request, 200)), "1001");
  }
  /// The state of the first appearance.
  [[nodiscard]] sip::AppearanceState state() const {
    return *lines_.appearances("1001").front().state;
  }

  SharedLines lines_{{"1001"}, ProxyIdentity{}};  // of sim.test
};

TEST_F(SharedLinesTest, AnAppearanceIsForOneAtATime) {
  EXPECT_TRUE(lines_.seize("1001", 1));
  EXPECT_FALSE(lines_.seize("1001", 1));
  EXPECT_TRUE(lines_.seize("1001", 2));
  EXPECT_EQ(state(), seized);
  EXPECT_TRUE(lines_.give_back("1001", 1));
  EXPECT_TRUE(lines_.seize("1001", 1));
}

TEST_F(SharedLinesTest, WithACallMadeOfItASeizureIsNotGivenBack) {
  lines_.seize("1001", 1);
  EXPECT_EQ(lines_.sent(*invite()), "1001");
  EXPECT_FALSE(lines_.give_back("1001", 1));
  EXPECT_EQ(state(), seized);
}

TEST_F(SharedLinesTest, ACallOfThePhoneGoesThroughItsStates) {
  lines_.seize("1001", 1);
  lines_.sent(*invite());
  lines_.answered(*invite(), *response(*invite(), 180));
  EXPECT_EQ(state(), progressing);
  lines_.answered(*invite(), *response(*invite(), 200));
  EXPECT_EQ(lines_.appearances("1001"),
            (std::vector<Appearance>{{1, active, "sip:1002@sim.test"}, {0, idle}}));
  const auto bye = RequestBuilder("BYE", "sip:1002@10.0.0.2").to("1002", "far1").build();
  EXPECT_EQ(lines_.sent(*bye), "1001");
  EXPECT_EQ(lines_.appearances("1001"), (std::vector<Appearance>{{0, idle}}));
}

TEST_F(SharedLinesTest, ARefusedCallLeavesTheLine) {
  lines_.seize("1001", 1);
  lines_.sent(*invite());
  EXPECT_EQ(lines_.answered(*invite(), *response(*invite(), 486)), "1001");
  EXPECT_TRUE(lines_.seize("1001", 1));
}

TEST_F(SharedLinesTest, OfACallFromElsewhereThePhoneSaysWhereItRings) {
  const auto call = RequestBuilder("INVITE", "sip:1001@sim.test")
                        .from("1002")
                        .to("1001")
                        .add("Contact", "<sip:1002@10.0.0.2:5060>")
                        .build();
  EXPECT_EQ(lines_.sent(*call), "");
  EXPECT_EQ(lines_.answered(*call, *response(*call, 180, 2)), "1001");
  EXPECT_EQ(lines_.appearances("1001").front(), (Appearance{2, alerting, "sip:1002@sim.test"}));
  lines_.answered(*call, *response(*call, 200, 2));
  EXPECT_EQ(state(), active);
}

TEST_F(SharedLinesTest, HoldIsPublicUnlessThePhoneSaysOtherwise) {
  talk();
  hold("sendonly");
  EXPECT_EQ(state(), held);
  hold("sendrecv");
  EXPECT_EQ(state(), active);
  hold("inactive", true);
  EXPECT_EQ(state(), held_private);
}

TEST_F(SharedLinesTest, AHoldOfTheFarPhoneIsNoneOfTheLine) {
  talk();
  const auto request = RequestBuilder("INVITE", "sip:1001@10.0.0.1")
                           .set("From", "<sip:1002@sim.test>;tag=far1")
                           .to("1001", "from1")
                           .build();
  EXPECT_EQ(lines_.answered(*request, *response(*request, 200)), "");
  EXPECT_EQ(state(), active);
}

TEST_F(SharedLinesTest, AHeldCallIsTakenInPlaceOfTheOneWhoHoldsIt) {
  talk();
  hold("sendonly");
  const auto taking = invite("call-2", "1001");
  const auto retrieval = lines_.retrieval(*taking);
  ASSERT_TRUE(retrieval);
  EXPECT_EQ(retrieval->refusal, 0);
  EXPECT_EQ(sip::to_string(retrieval->target), "sip:1002@10.0.0.2:5060");
  EXPECT_EQ(retrieval->replaces, (sip::Replaces{"call-1", "far1", "from1"}));
  EXPECT_EQ(lines_.sent(*taking), "");
  lines_.answered(*taking, *response(*taking, 180));
  EXPECT_EQ(state(), held);
  EXPECT_EQ(lines_.answered(*taking, *response(*taking, 200)), "1001");
  EXPECT_EQ(state(), active);
  // The far phone ends the call that it was in before: the line is in the new one.
  EXPECT_EQ(lines_.sent(*RequestBuilder("BYE", "sip:1001@10.0.0.1").to("1001", "from1").build()),
            "");
  EXPECT_EQ(state(), active);
}

TEST_F(SharedLinesTest, TheByeOfACallMayOvertakeTheAnswerToWhoTakesIt) {
  talk();
  hold("sendonly");
  const auto taking = invite("call-2", "1001");
  lines_.sent(*taking);
  const auto bye = RequestBuilder("BYE", "sip:1001@10.0.0.1").to("1001", "from1").build();
  EXPECT_EQ(lines_.sent(*bye), "");
  EXPECT_EQ(state(), held);
  EXPECT_EQ(lines_.answered(*taking, *response(*taking, 200)), "1001");
  EXPECT_EQ(state(), active);
}

TEST_F(SharedLinesTest, WhoDidNotGetItLeavesTheCallAsItIs) {
  talk();
  hold("sendonly");
  const auto taking = invite("call-2", "1001");
  lines_.sent(*taking);
  lines_.answered(*taking, *response(*taking, 481));
  EXPECT_EQ(state(), held);
  const auto bye = RequestBuilder("BYE", "sip:1001@10.0.0.1").to("1001", "from1").build();
  EXPECT_EQ(lines_.sent(*bye), "1001");
}

TEST_F(SharedLinesTest, WhatIsNotForTheTakingIsRefused) {
  talk();
  EXPECT_EQ(lines_.retrieval(*invite("call-2", "1001"))->refusal, 403);
  hold("sendonly", true);
  EXPECT_EQ(lines_.retrieval(*invite("call-2", "1001"))->refusal, 403);
  EXPECT_FALSE(lines_.retrieval(*invite("call-2", "1001", 2)));  // nothing is there
  EXPECT_FALSE(lines_.retrieval(*invite("call-2", "1002")));
}

TEST_F(SharedLinesTest, OtherUsersHaveLinesOfTheirOwn) {
  EXPECT_EQ(lines_.user_of(*sip::parse_uri("sip:1001@sim.test")), "1001");
  EXPECT_EQ(lines_.user_of(*sip::parse_uri("sip:1002@sim.test")), "");
  EXPECT_EQ(lines_.user_of(*sip::parse_uri("sip:1001@example.net")), "");
}

}  // namespace
}  // namespace offhook::sim
