// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/replacement.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using call::CallDirection;
using call::CallState;

call::CallSnapshot call_of(CallState state, CallDirection direction = CallDirection::incoming,
                           const std::string& remote_tag = "theirs") {
  call::CallSnapshot call;
  call.call_id = "c1";
  call.sip_call_id = "a@b";
  call.local_tag = "ours";
  call.remote_tag = remote_tag;
  call.remote_target = "sip:bob@192.0.2.9";
  call.state = state;
  call.direction = direction;
  return call;
}

int refusal(const call::CallSnapshot& call, bool early_only = false,
            const std::string& from_tag = "theirs") {
  return match_replaces({"a@b", "ours", from_tag, early_only}, {call}, {}).refusal;
}

TEST(Replacement, TakesThePlaceOfACallThatStands) {
  const auto match =
      match_replaces({"a@b", "ours", "theirs", false}, {call_of(CallState::connected)}, {});
  EXPECT_EQ(match.refusal, 0);
  EXPECT_EQ(match.call_id, "c1");
  EXPECT_EQ(refusal(call_of(CallState::held_local)), 0);
}

TEST(Replacement, NeedsAllThreeToMatch) {
  EXPECT_EQ(
      match_replaces({"a@c", "ours", "theirs", false}, {call_of(CallState::connected)}, {}).refusal,
      481);
  // The tags are named as we see them, so swapped ones are somebody else's.
  EXPECT_EQ(
      match_replaces({"a@b", "theirs", "ours", false}, {call_of(CallState::connected)}, {}).refusal,
      481);
  EXPECT_EQ(match_replaces({"a@b", "ours", "theirs", false}, {}, {}).refusal, 481);
}

TEST(Replacement, TwoOfThatNameAreNone) {
  const auto call = call_of(CallState::connected);
  EXPECT_EQ(match_replaces({"a@b", "ours", "theirs", false}, {call, call}, {}).refusal, 481);
}

TEST(Replacement, EarlyOnlySparesAConfirmedCall) {
  EXPECT_EQ(refusal(call_of(CallState::connected), true), 486);
  EXPECT_EQ(refusal(call_of(CallState::ringing_out, CallDirection::outgoing), true), 0);
}

TEST(Replacement, OfEarlyCallsOnlyThoseWeBegan) {
  EXPECT_EQ(refusal(call_of(CallState::ringing_in)), 481);
  EXPECT_EQ(refusal(call_of(CallState::ringing_out, CallDirection::outgoing)), 0);
}

TEST(Replacement, ATagOfZeroIsAPeerWithoutOne) {  // RFC 3891 §4, for RFC 2543
  EXPECT_EQ(refusal(call_of(CallState::connected, CallDirection::incoming, ""), false, "0"), 0);
  EXPECT_EQ(refusal(call_of(CallState::connected), false, "0"), 481);
}

TEST(Replacement, AnEndedCallIsDeclined) {
  EndedDialogs ended;
  ended.add(call_of(CallState::ended));
  EXPECT_EQ(match_replaces({"a@b", "ours", "theirs", false}, {}, ended).refusal, 603);
  for (std::size_t i = 0; i < EndedDialogs::capacity; ++i) {
    auto other = call_of(CallState::ended);
    other.sip_call_id = std::to_string(i);
    ended.add(other);
  }
  EXPECT_EQ(match_replaces({"a@b", "ours", "theirs", false}, {}, ended).refusal, 481);
}

}  // namespace
}  // namespace offhook::phone
