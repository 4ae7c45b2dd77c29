// SPDX-License-Identifier: GPL-3.0-or-later
// What a server hears of a call at a line that several phones share.
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

struct SharedLine : LegTest {
  SharedLine() { appearance = 2; }
  static std::string call_info(const sip::Message& message) {
    return std::string(message.header(sip::HeaderId::call_info).value_or(""));
  }
};

TEST_F(SharedLine, TheInviteNamesTheAppearance) {
  talk_as_caller();
  EXPECT_EQ(call_info(*wire.requests.front().message), "<sip:example.net>;appearance-index=2");
  EXPECT_EQ(shown().appearance, 2u);
  finish();
}

TEST_F(SharedLine, SoDoTheResponsesToACaller) {
  talk_as_callee();
  for (const auto& sent : wire.responses) {
    const auto status = sent.message->status();
    EXPECT_EQ(call_info(*sent.message), status > 100 ? "<sip:example.net>;appearance-index=2" : "")
        << status;
  }
  finish();
}

TEST_F(SharedLine, APrivateHoldSaysSoAndItsEndDoesNot) {
  talk_as_caller();
  const auto held = order(Hold{.is_private = true});
  EXPECT_EQ(call_info(last_request()),
            "<sip:example.net>;appearance-index=2;appearance-state=held-private");
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  EXPECT_EQ(shown().state, CallState::held_local);
  const auto resumed = order(Resume{});
  EXPECT_EQ(call_info(last_request()), "<sip:example.net>;appearance-index=2");
  respond(200, sdp({.version = 3}));
  finish();
}

TEST_F(SharedLine, APublicHoldIsForAnyPhone) {
  talk_as_caller();
  const auto held = order(Hold{});
  EXPECT_EQ(call_info(last_request()), "<sip:example.net>;appearance-index=2");
  respond(200, sdp({.direction = "recvonly", .version = 2}));
  finish();
}

TEST_F(LegTest, ALineOfOnePhoneNamesNoAppearance) {
  talk_as_caller();
  EXPECT_FALSE(wire.requests.front().message->has(sip::HeaderId::call_info));
  finish();
}

}  // namespace
}  // namespace offhook::call::testing
