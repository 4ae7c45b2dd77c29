// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/message_waiting.hpp"

#include <gtest/gtest.h>

namespace offhook::subscription {
namespace {

TEST(MessageSummary, ReadsTheExampleOfRfc3842) {  // §4
  const auto summary = parse_message_summary(
      "Messages-Waiting: yes\r\nMessage-Account: sip:alice@vmail.example.com\r\n"
      "Voice-Message: 2/8 (0/2)\r\n");
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(*summary, (MessageSummary{true, "sip:alice@vmail.example.com", 2, 8, 0, 2}));
}

TEST(MessageSummary, TakesWhatServersWrite) {
  EXPECT_EQ(*parse_message_summary("messages-waiting:YES\nVoice-Message:3/1\n"),
            (MessageSummary{true, "", 3, 1, 0, 0}));
  EXPECT_EQ(*parse_message_summary("Messages-Waiting: no"), MessageSummary{});
  EXPECT_EQ(*parse_message_summary("Fax-Message: 9/9\r\nMessages-Waiting: no\r\nX: y\r\n\r\nrest"),
            MessageSummary{});
  EXPECT_EQ(*parse_message_summary("Messages-Waiting: yes\r\nVoice-Message: x/y (z"),
            (MessageSummary{true, "", 0, 0, 0, 0}));
  EXPECT_EQ(parse_message_summary("Messages-Waiting: yes\r\nVoice-Message: 99999999999/1 (2/3)")
                ->new_messages,
            4294967295U);
}

TEST(MessageSummary, NeedsTheMandatoryLine) {  // §5.2
  EXPECT_FALSE(parse_message_summary("").ok());
  EXPECT_FALSE(parse_message_summary("Voice-Message: 1/0 (0/0)\r\n").ok());
}

TEST(MessageSummary, CutAnywhereNeverFails) {
  const std::string body =
      "Messages-Waiting: yes\r\nMessage-Account: sip:a@b\r\nVoice-Message: 2/8 (0/2)\r\n";
  for (std::size_t i = 0; i <= body.size(); ++i) {
    const auto summary = parse_message_summary(body.substr(0, i));
    EXPECT_EQ(summary.ok(), i >= std::string("Messages-Waiting:").size()) << i;
  }
}

}  // namespace
}  // namespace offhook::subscription
