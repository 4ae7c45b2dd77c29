// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/appearance.hpp"

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"

namespace offhook::sip {
namespace {

TEST(Appearance, HasIndexStateAndTheFarParty) {
  const auto one = parse_appearance(
      R"(<sip:example.net>;appearance-index=2;appearance-state=held;appearance-uri="sip:bob@x.net")");
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, (Appearance{2, AppearanceState::held, "sip:bob@x.net"}));
}

TEST(Appearance, OfARequestMayHaveNoState) {
  EXPECT_EQ(parse_appearance("<sip:example.net>;appearance-index=1"), Appearance{.index = 1});
}

TEST(Appearance, AStarStandsForAllTheOthers) {
  const auto rest = parse_appearance("<sip:example.net>;appearance-index=*;appearance-state=idle");
  EXPECT_EQ(rest, (Appearance{0, AppearanceState::idle}));
}

TEST(Appearance, AStateNobodyKnowsIsInUse) {
  const auto state = [](const std::string& text) {
    return parse_appearance("<sip:h>;appearance-index=1;appearance-state=" + text)->state;
  };
  EXPECT_EQ(state("active-pending"), AppearanceState::active);
  EXPECT_EQ(state("bridge-active"), AppearanceState::active);
  EXPECT_EQ(state("bridge-held"), AppearanceState::held_private);
  EXPECT_EQ(state("Held-Private"), AppearanceState::held_private);
}

TEST(Appearance, WhatIsNoneIsLeftOut) {
  EXPECT_FALSE(parse_appearance("<sip:example.net>;answer-after=0"));
  EXPECT_FALSE(parse_appearance("<sip:h>;appearance-index=0"));
  EXPECT_FALSE(parse_appearance("<sip:h>;appearance-index=65"));
  EXPECT_FALSE(parse_appearance("<sip:h>;appearance-index=99999999999"));
  EXPECT_FALSE(parse_appearance("<sip:h>;appearance-index=one"));
  EXPECT_FALSE(parse_appearance(""));
}

TEST(Appearance, EveryStateIsReadAsItIsWritten) {
  using enum AppearanceState;
  for (const auto state : {idle, seized, progressing, alerting, active, held, held_private}) {
    const Appearance one{3, state, R"("Bob" <sip:bob@x.net>)"};
    EXPECT_EQ(parse_appearance(write_appearance("h", one)), one) << to_string(state);
  }
  EXPECT_EQ(write_appearance("example.net", {1, held_private}),
            "<sip:example.net>;appearance-index=1;appearance-state=held-private");
}

TEST(Appearance, SeveralStandInOneHeaderOrInMany) {
  const auto notify = Draft::request("NOTIFY", "sip:a@192.0.2.1")
                          .append("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")
                          .append("Max-Forwards", "70")
                          .append("From", "<sip:a@h>;tag=1")
                          .append("To", "<sip:a@h>;tag=2")
                          .append("Call-ID", "1")
                          .append("CSeq", "1 NOTIFY")
                          .append("Call-Info", write_appearances("h", {{1, AppearanceState::active},
                                                                       {2, AppearanceState::held}}))
                          .append("Call-Info", "<sip:h>;answer-after=0")
                          .append("Call-Info", write_appearance("h", {0, AppearanceState::idle}))
                          .build();
  EXPECT_EQ(appearances_of(*notify), (std::vector<Appearance>{{1, AppearanceState::active},
                                                              {2, AppearanceState::held},
                                                              {0, AppearanceState::idle}}));
}

}  // namespace
}  // namespace offhook::sip
