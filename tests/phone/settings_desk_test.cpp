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
  const std::string one{account};
  const auto settings =
      parse_settings(one + "shared_line = \"sca\"\nline_seize_s = 30\n" + one, "p");
  ASSERT_TRUE(settings.ok()) << settings.status();
  ASSERT_EQ(settings->desk.shared.size(), 1u);
  EXPECT_EQ(settings->desk.shared.at("1").seize_expires, std::chrono::seconds{30});
  const auto bridged = parse_settings(one + "shared_line = \"bla\"\n", "p");
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

TEST(DeskSettings, WhichPortsSoundMayUse) {
  EXPECT_FALSE(parsed("").rtp_ports.is_given());
  EXPECT_EQ(parsed("[media]\nrtp_ports = \"16384-16482\"\n").rtp_ports,
            (media::PortRange{16384, 16482}));
  constexpr auto expected =
      "phone.toml:5:13: expected ports from 1024 to 65535, such as \"16384-16482\"";
  for (const auto* text : {"\"16384\"", "\"-5\"", "\"16384-\"", "\"80-90\"", "\"16384-99999\"",
                           "\"16384 - 16390\"", "16384"})
    EXPECT_EQ(fault(std::string("[media]\nrtp_ports = ") + text + "\n"), expected) << text;
  for (const auto* text : {"\"20001-20002\"", "\"20000-20000\"", "\"20010-20000\""})
    EXPECT_EQ(fault(std::string("[media]\nrtp_ports = ") + text + "\n"),
              "phone.toml:5:13: no even port with the next one lies in it, as a call needs")
        << text;
}

TEST(DeskSettings, WhatNobodyReads) {
  EXPECT_EQ(parsed("").desk.hidden, HiddenDigits{});
  EXPECT_EQ(parsed("[display]\nhide_digits = { after = \"*99\", count = 4 }\n").desk.hidden,
            (HiddenDigits{"*99", 4}));
  EXPECT_EQ(fault("[display]\nhide_digits = { count = 4 }\n"),
            "phone.toml:5:15: hide_digits needs after, the digits before, and count");
  EXPECT_EQ(fault("[display]\nhide_digits = { after = \"abc\", count = 4 }\n"),
            "phone.toml:5:25: a code consists of digits, * and #");
}

TEST(DeskSettings, HowItTransfers) {
  const auto settings =
      parsed("[transfer]\nrefer_to = \"address\"\nmailbox_prefix = \"*86\"\ndigits = \"*2\"\n");
  EXPECT_TRUE(settings.refer_to_address);
  EXPECT_EQ(settings.desk.transfer.mailbox_prefix, "*86");
  EXPECT_EQ(settings.desk.transfer.digits, "*2");
  EXPECT_FALSE(parsed("").refer_to_address);
  EXPECT_EQ(fault("[transfer]\nrefer_to = \"me\"\n"),
            "phone.toml:5:12: expected one of \"contact\", \"address\"");
}

TEST(DeskSettings, CodesOfAnonymity) {
  const auto codes =
      parsed("[codes]\nanonymous_on = \"*67\"\nreject_anonymous_off = \"*87\"\n").codes;
  EXPECT_EQ(codes.anonymous.on, "*67");
  EXPECT_EQ(codes.anonymous.off, "");
  EXPECT_EQ(codes.reject_anonymous.off, "*87");
}

TEST(DeskSettings, TheDefaultAccountComesFirstAndKeepsItsId) {
  const std::string others =
      "[[account]]\nuser = \"1002\"\ndomain = \"x.test\"\n"
      "[[account]]\nuser = \"1003\"\ndomain = \"x.test\"\n";
  std::vector<std::string> ids;
  for (const auto& each : parsed(others + "[phone]\ndefault_account = \"2\"\n").accounts)
    ids.push_back(each.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"2", "1", "3"}));
  EXPECT_EQ(parsed(others).accounts.front().id, "1");
  EXPECT_EQ(fault("[phone]\ndefault_account = \"4\"\n"),
            "phone.toml:1:1: default_account = \"4\": there is no such [[account]]; the first is "
            "\"1\"");
}

}  // namespace
}  // namespace offhook::phone
