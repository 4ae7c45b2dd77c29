// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/voice_mail.hpp"

#include <gtest/gtest.h>

#include "actors/subscription/message_waiting.hpp"

namespace offhook::sim {
namespace {

TEST(VoiceMail, AMessageIsForWhoSentTheCallerThere) {
  std::map<std::string, Mailbox> boxes;
  take_call(boxes, {"1001", "1002", true});
  take_call(boxes, {"1003", "1002", true});

  EXPECT_EQ(boxes["1002"], (Mailbox{2, 0}));
  EXPECT_FALSE(boxes.contains("1001"));
}

TEST(VoiceMail, SilenceIsNoMessage) {
  std::map<std::string, Mailbox> boxes;
  take_call(boxes, {"1001", "1002", false});

  EXPECT_EQ(boxes["1002"], Mailbox{});
}

TEST(VoiceMail, WhoCallsItHasListenedToAllOfHis) {
  std::map<std::string, Mailbox> boxes{{"1002", {2, 1}}};
  take_call(boxes, {"1002", "", true});

  EXPECT_EQ(boxes["1002"], (Mailbox{0, 3}));
}

TEST(VoiceMail, TellsWhatPhonesRead) {
  const auto summary = subscription::parse_message_summary(
      write_message_summary("sip:1002@sim.test", Mailbox{2, 8}));

  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_TRUE(summary->waiting);
  EXPECT_EQ(summary->account, "sip:1002@sim.test");
  EXPECT_EQ(summary->new_messages, 2u);
  EXPECT_EQ(summary->old_messages, 8u);
}

}  // namespace
}  // namespace offhook::sim
