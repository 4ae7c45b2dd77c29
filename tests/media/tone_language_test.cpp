// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tone_language.hpp"

#include <gtest/gtest.h>

#include "media/tone_set.hpp"

namespace offhook::media {
namespace {

TEST(ToneLanguage, FrequenciesOverADuration) {
  const auto tone = parse_tone("350+440/1000, 0/4000");

  ASSERT_TRUE(tone.ok()) << tone.status();
  EXPECT_EQ(*tone, (std::vector<ToneSegment>{{{350, 440}, 0, true, false, 1000},
                                             {{}, 0, true, false, 4000}}));
}

TEST(ToneLanguage, AnExclamationMarkPlaysAnElementOnce) {
  const auto tone = parse_tone("!350+440/100,!0/100,350+440/0");

  ASSERT_TRUE(tone.ok()) << tone.status();
  ASSERT_EQ(tone->size(), 3U);
  EXPECT_FALSE((*tone)[0].repeats);
  EXPECT_FALSE((*tone)[1].repeats);
  EXPECT_TRUE((*tone)[2].repeats);
  EXPECT_EQ((*tone)[2].milliseconds, 0U);
}

TEST(ToneLanguage, ZeroAloneSaysNothing) {
  const auto tone = parse_tone("0");

  ASSERT_TRUE(tone.ok());
  ASSERT_EQ(tone->size(), 1U);
  EXPECT_TRUE(tone->front().silent());
}

TEST(ToneLanguage, TakesFourFrequenciesAndEightElements) {
  EXPECT_TRUE(parse_tone("400+500+600+700/30000").ok());
  EXPECT_TRUE(parse_tone("400/1,400/1,400/1,400/1,400/1,400/1,400/1,400/1").ok());
}

TEST(ToneLanguage, RefusesWhatIsNoTone) {
  for (const char* text :
       {"", "440", "440/", "/100", "440/30001", "199/10", "4001/10", "400+500+600+700+800/10",
        "400+/10", "+400/10", "0+440/10", "440+0/10", "-1/10", "440/1x", "!", "440/10,,440/10",
        "440/10,", "400/1,400/1,400/1,400/1,400/1,400/1,400/1,400/1,400/1", "99999999999/1"})
    EXPECT_FALSE(parse_tone(text).ok()) << '"' << text << '"';
}

TEST(ToneSet, OnesOwnTonesComeBeforeThoseOfTheCountry) {
  ToneSet tones{.country = "de"};
  EXPECT_TRUE(std::ranges::equal(tones.of(Tone::busy), tone_of("de", Tone::busy)));

  tones.own[Tone::busy] = *parse_tone("500/200,0/200");
  tones.own[Tone::stutter] = *parse_tone("600/100,0/100");

  EXPECT_EQ(tones.of(Tone::busy).front().frequencies[0], 500);
  EXPECT_EQ(tones.of(Tone::message).front().frequencies[0], 600);
  EXPECT_TRUE(std::ranges::equal(tones.of(Tone::dial), tone_of("de", Tone::dial)));
}

TEST(ToneSet, KnowsTonesByName) {
  EXPECT_EQ(tone_named("call_waiting"), Tone::call_waiting);
  EXPECT_EQ(tone_named("unobtainable"), Tone::unobtainable);
  EXPECT_EQ(tone_named("song"), std::nullopt);
}

}  // namespace
}  // namespace offhook::media
