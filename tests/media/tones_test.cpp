// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tones.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

constexpr std::array all_tones{Tone::dial,        Tone::secondary_dial, Tone::ringback,
                               Tone::busy,        Tone::congestion,     Tone::call_waiting,
                               Tone::dial_recall, Tone::record,         Tone::info,
                               Tone::stutter,     Tone::ringer,         Tone::hold,
                               Tone::held,        Tone::special_dial,   Tone::unobtainable};

int number(const std::string& text) { return text.empty() ? 0 : std::stoi(text); }

/// The table straight from the CSV, by country and tone name.
std::map<std::pair<std::string, std::string>, std::vector<ToneSegment>> csv() {
  std::map<std::pair<std::string, std::string>, std::vector<ToneSegment>> table;
  std::ifstream file(OFFHOOK_MEDIA_DATA "/tones.csv");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#') || line.starts_with("country_code")) continue;
    std::vector<std::string> f;
    std::stringstream fields(line);
    for (std::string field; std::getline(fields, field, ',');) f.push_back(field);
    ToneSegment segment;
    const bool ringer = f[3] == "ringer";
    if (!ringer)
      for (std::size_t i = 0; i < 4; ++i)
        segment.frequencies[i] = static_cast<std::uint16_t>(number(f[6 + i]));
    segment.alerts = f[6] == "on";
    segment.modulation = static_cast<std::uint16_t>(number(f[10]));
    segment.repeats = f[5] == "1";
    segment.milliseconds = static_cast<std::uint32_t>(number(f[11]));
    static const std::map<std::string, std::string> extras = {{"x_specialdial", "special_dial"},
                                                              {"x_unobtainable", "unobtainable"},
                                                              {"x_holdinga", "hold"},
                                                              {"x_holdingb", "held"}};
    const auto extra = extras.find(f[3]);
    table[{f[0], extra != extras.end() ? extra->second : f[3]}].push_back(segment);
  }
  return table;
}

TEST(Tones, AreWhatTheCsvSays) {
  const auto table = csv();
  ASSERT_GT(table.size(), 400U);
  std::size_t compared = 0;
  for (const auto& [key, segments] : table) {
    const auto& [country, name] = key;
    const auto tone = std::ranges::find(all_tones, name, name_of);
    if (tone == all_tones.end()) continue;  // national extras
    EXPECT_TRUE(std::ranges::equal(tone_of(country, *tone), segments)) << country << ' ' << name;
    ++compared;
  }
  EXPECT_EQ(compared, 407U);
}

TEST(Tones, ExistForEveryCountryAndPurpose) {
  EXPECT_EQ(tone_countries().size(), 41U);
  EXPECT_TRUE(std::ranges::is_sorted(tone_countries()));
  for (const auto country : tone_countries())
    for (std::size_t t = 0; t < number_of_tones; ++t)
      EXPECT_FALSE(tone_of(country, static_cast<Tone>(t)).empty()) << country << ' ' << t;
}

TEST(Tones, OfAnUnknownCountryAreTheFactoryValues) {
  EXPECT_TRUE(std::ranges::equal(tone_of("xx", Tone::busy), tone_of("custom", Tone::busy)));
  EXPECT_TRUE(std::ranges::equal(tone_of("DE", Tone::busy), tone_of("de", Tone::busy)));
}

TEST(Tones, OfTheKeypadAreThoseOfQ23) {
  EXPECT_EQ(dtmf_tone('1')[0].frequencies, (std::array<std::uint16_t, 4>{697, 1209}));
  EXPECT_EQ(dtmf_tone('0')[0].frequencies, (std::array<std::uint16_t, 4>{941, 1336}));
  EXPECT_EQ(dtmf_tone('d')[0].frequencies, (std::array<std::uint16_t, 4>{941, 1633}));
  EXPECT_TRUE(dtmf_tone('x').empty());
}

}  // namespace
}  // namespace offhook::media
