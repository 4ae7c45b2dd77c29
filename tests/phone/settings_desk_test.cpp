// SPDX-License-Identifier: GPL-3.0-or-later
// [memory], [directory], [[contact]], [display], [lamps], [softkeys] and [lock].
#include <gtest/gtest.h>

#include "actors/phone/settings.hpp"

namespace offhook::phone {
namespace {

constexpr std::string_view account = "[[account]]\nuser = \"1001\"\ndomain = \"x.test\"\n";

PhoneSettings parsed(const std::string& toml) {
  const auto settings = parse_settings(std::string(account) + toml, "phone.toml");
  EXPECT_TRUE(settings.ok()) << settings.status();
  return settings.ok() ? *settings : PhoneSettings{};
}
std::string fault(const std::string& toml) {
  const auto settings = parse_settings(std::string(account) + toml, "phone.toml");
  return settings.ok() ? "none" : message_of(settings.status());
}

TEST(DeskSettings, WhatThePhoneRemembers) {
  EXPECT_EQ(parsed("").memory.file, "");
  EXPECT_EQ(parsed("").memory.calls_per_list, 100u);
  const auto settings = parsed("[memory]\nfile = \"a.db\"\ncalls_per_list = 0\n");
  EXPECT_EQ(settings.memory.file, "a.db");
  EXPECT_EQ(settings.memory.calls_per_list, 0u);
  EXPECT_EQ(fault("[memory]\ncalls_per_list = -1\n"),
            "phone.toml:5:18: expected a number from 0 to 10000");
}

TEST(DeskSettings, WhomItKnows) {
  const auto settings = parsed(
      "[[contact]]\nname = \"Bob\"\nnumbers = [\"1002\", \"1003\"]\ngroup = \"work\"\n"
      "[[contact]]\nname = \"Spam\"\nnumbers = [\"0900\"]\nblocked = true\n"
      "[directory]\nnames_from = \"network\"\nblock_code = 603\nsuggest = false\n");
  ASSERT_EQ(settings.directory.contacts.size(), 2u);
  EXPECT_EQ(settings.directory.contacts[0].numbers, (std::vector<std::string>{"1002", "1003"}));
  EXPECT_TRUE(settings.directory.contacts[0].from_settings);
  EXPECT_TRUE(settings.directory.contacts[1].blocked);
  EXPECT_NE(settings.directory.contacts[0].contact_id, settings.directory.contacts[1].contact_id);
  EXPECT_EQ(settings.directory.names_from, NameSource::network);
  EXPECT_EQ(settings.directory.block_status, 603);
  EXPECT_FALSE(settings.directory.suggests);
  EXPECT_EQ(parsed("").directory.block_status, std::nullopt);
  EXPECT_NE(fault("[[contact]]\nname = \"Bob\"\n").find("a contact needs a number"),
            std::string::npos);
}

TEST(DeskSettings, LanguageAndLamps) {
  const auto settings = parsed(
      "[display]\nlanguage = \"en\"\nmissed_calls = false\n"
      "[lamps]\npower_missed = false\npower_talking = true\n");
  EXPECT_FALSE(settings.missed_popup);
  EXPECT_FALSE(settings.power_led.missed_calls);
  EXPECT_TRUE(settings.power_led.talking);
  EXPECT_TRUE(settings.power_led.ringing);
  EXPECT_EQ(fault("[display]\nlanguage = \"xx\"\n"), "phone.toml:5:12: known languages are \"en\"");
}

TEST(DeskSettings, SoftKeysOfAState) {
  const auto settings = parsed("[softkeys]\ntalking = [\"end\", \"none\", \"hold\"]\n");
  const auto& keys = settings.desk.soft_keys.at(static_cast<std::size_t>(DeskMode::talking));
  EXPECT_EQ(keys, (SoftKeys{SoftKey::end, SoftKey::none, SoftKey::hold, SoftKey::none}));
  EXPECT_NE(fault("[softkeys]\ntalking = [\"explode\"]\n").find("no soft key 'explode'"),
            std::string::npos);
  EXPECT_NE(fault("[softkeys]\nasleep = [\"end\"]\n").find("unknown key 'asleep'"),
            std::string::npos);
  EXPECT_NE(
      fault("[softkeys]\nidle = [\"end\", \"end\", \"end\", \"end\", \"end\"]\n").find("four"),
      std::string::npos);
}

TEST(DeskSettings, ASharedLine) {
  const auto account = [](const std::string& more) {
    return "[[account]]\nuser = \"1001\"\ndomain = \"h\"\n" + more;
  };
  const auto settings =
      parse_settings(account("shared_line = \"sca\"\nline_seize_s = 30\n") + account(""), "p");
  ASSERT_TRUE(settings.ok()) << settings.status();
  ASSERT_EQ(settings->desk.shared.size(), 1u);
  EXPECT_EQ(settings->desk.shared.at("1").seize_expires, std::chrono::seconds{30});
  const auto bridged = parse_settings(account("shared_line = \"bla\"\n"), "p");
  EXPECT_EQ(message_of(bridged.status()), "p:4:15: expected one of \"off\", \"sca\"");
  EXPECT_EQ(parsed("[[key]]\nname = \"D1\"\ntype = \"private_hold\"\n").desk.keys.at("D1").type,
            KeyType::private_hold);
}

TEST(DeskSettings, TheLock) {
  const auto settings = parsed("[lock]\nkeys = \"all\"\npin = \"4711\"\nidle_s = 60\n");
  EXPECT_EQ(settings.desk.lock, LockedKeys::all);
  EXPECT_EQ(settings.lock.pin, "4711");
  EXPECT_EQ(settings.lock.idle, std::chrono::seconds{60});
  EXPECT_EQ(parsed("").desk.lock, LockedKeys::none);
  EXPECT_NE(fault("[lock]\npin = \"12a\"\n").find("1 to 16 digits"), std::string::npos);
}

}  // namespace
}  // namespace offhook::phone
