// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/alert_info.hpp"

#include <gtest/gtest.h>

namespace offhook::device {
namespace {

const std::vector<AlertText> texts{{"alert-internal", 2}, {"alert-external", 3}};

std::optional<RingChoice> choose(std::string_view value) { return ring_choice(value, texts); }

TEST(AlertInfo, ChoosesTheRingByKeyword) {
  EXPECT_EQ(choose("Bellcore-dr3"), (RingChoice{3, bellcore_cadence(3), ""}));
  EXPECT_EQ(choose("<http://127.0.0.1/bellcore-dr2>"), (RingChoice{2, bellcore_cadence(2), ""}));
  EXPECT_EQ(choose("info=ringtone-5"), (RingChoice{5, {}, ""}));
  EXPECT_EQ(choose("MyMelody7"), (RingChoice{7, {}, ""}));
}

TEST(AlertInfo, RingsTheFirstForANumberOutOfRange) {
  EXPECT_EQ(choose("ringtone-11")->ring, 1U);
  EXPECT_EQ(choose("MyMelody0")->ring, 1U);
  EXPECT_EQ(choose("Bellcore-dr99999999999999")->ring, 1U);
}

TEST(AlertInfo, KnowsOurInfoTexts) {
  EXPECT_EQ(choose("<http://example.net>;info=alert-internal"), (RingChoice{2, {}, ""}));
  EXPECT_EQ(choose("info=ALERT-External"), (RingChoice{3, {}, ""}));
  EXPECT_EQ(choose("<sip:pbx.example.net>;info=\"alert-internal\";x-line-id=0")->ring, 2U);
}

TEST(AlertInfo, TakesAUrlBeforeAKeywordAndKeepsThatForFailure) {
  EXPECT_EQ(choose("<http://example.net/bell.wav>"),
            (RingChoice{1, {}, "http://example.net/bell.wav"}));
  EXPECT_EQ(choose("<https://example.net/bell.wav>;info=alert-internal"),
            (RingChoice{2, {}, "https://example.net/bell.wav"}));
  EXPECT_EQ(ring_choice("<http://example.net/bell.wav>", texts, false), std::nullopt);
}

TEST(AlertInfo, TakesATextOrKeywordBeforeAMelody) {
  EXPECT_EQ(choose("MyMelody4;info=alert-internal")->ring, 2U);
  EXPECT_EQ(choose("MyMelody4, Bellcore-dr2")->ring, 2U);
}

TEST(AlertInfo, LeavesTheRingAloneForWhatItDoesNotKnow) {
  for (const char* value : {"", "<>", ";;;", "info=alert-autoanswer", "Auto Answer", "Bellcore-dr",
                            "ringtone-x", "<cid:ring@example.net>"})
    EXPECT_EQ(choose(value), std::nullopt) << value;
}

}  // namespace
}  // namespace offhook::device
