// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/text_entry.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

/// Keys with `apart` between them.
std::string written(std::string_view keys, Instant apart, TextEntry entry = {}) {
  Instant at{};
  for (const char key : keys) entry.press(key, at += apart);
  return entry.text;
}

TEST(TextEntry, WritesDigitsAtFirst) { EXPECT_EQ(written("1002*", 100ms), "1002*"); }

TEST(TextEntry, TheSameKeySoonAfterGivesTheNextLetter) {
  EXPECT_EQ(written("#22266", 100ms), "cn");
  EXPECT_EQ(written("#2222", 100ms), "2");
  EXPECT_EQ(written("#22222", 100ms), "ä");
  EXPECT_EQ(written("#22", 1500ms), "aa");
}

TEST(TextEntry, TheLettersOfAKeyComeRound) {
  EXPECT_EQ(characters_of('5').size(), 4u);
  EXPECT_EQ(written("#55555", 100ms), "j");
}

TEST(TextEntry, HashChangesTheLetters) {
  EXPECT_EQ(written("#2#2#2", 100ms), "aA2");
  EXPECT_EQ(written("##22222", 100ms), "Ä");
  EXPECT_EQ(written("##777777", 100ms), "ß");  // has no capital
}

TEST(TextEntry, RemovesWholeCharacters) {
  TextEntry entry;
  entry.text = "aä";
  entry.remove();
  EXPECT_EQ(entry.text, "a");
  entry.remove();
  entry.remove();
  EXPECT_EQ(entry.text, "");
}

TEST(TextEntry, IsBounded) {
  EXPECT_LE(written(std::string(500, '1'), 2s).size(), TextEntry::most_octets);
  EXPECT_LE(written("#" + std::string(500, '2'), 2s).size(), TextEntry::most_octets);
}

}  // namespace
}  // namespace offhook::phone
