// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/suggestion.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

AddressBook book() {
  return AddressBook(std::vector<Contact>{{"1", "Bob", {"sip:1002@example.net", "030 12345"}}});
}
CallLog log_of(const std::string& uri) {
  CallLog log;
  log.add({.kind = LogKind::placed, .remote_uri = uri});
  return log;
}

TEST(Suggestion, IsAContactByNameOrNumber) {
  EXPECT_EQ(suggest("26", book(), {}), (Suggestion{"Bob", "1002"}));
  EXPECT_EQ(suggest("0301", book(), {}), (Suggestion{"Bob", "03012345"}));
  EXPECT_EQ(suggest("0301", book(), {})->text(), "Bob 03012345");
}

TEST(Suggestion, IsElseANumberCalledBefore) {
  EXPECT_EQ(suggest("10", {}, log_of("sip:1009@example.net"))->text(), "1009");
  EXPECT_EQ(suggest("10", book(), log_of("sip:1009@example.net"))->text(), "Bob 1002");
  EXPECT_EQ(suggest("2", {}, log_of("sip:1009@example.net")), std::nullopt);
}

TEST(Suggestion, IsNothingWhenAllIsEntered) {
  EXPECT_EQ(suggest("", book(), {}), std::nullopt);
  EXPECT_EQ(suggest("1002", book(), {}), std::nullopt);
  EXPECT_EQ(suggest("1009", {}, log_of("sip:1009@example.net")), std::nullopt);
}

}  // namespace
}  // namespace offhook::phone
