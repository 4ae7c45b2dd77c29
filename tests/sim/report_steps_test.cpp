// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/report_steps.hpp"

#include <gmock/gmock.h>

namespace offhook::sim {
namespace {

using testing::HasSubstr;
using testing::Not;

ReportData::PhonePanel ringing_phone() {
  return {"bob 1002",
          {{1s, "line1", "green", "fast_flash"}, {3s, "line1", "off", "off"}},
          {{1s, {"Incoming call", "", "1001"}, {}}, {3s, {"Ready"}, {}}}};
}

TEST(ReportSteps, ShowWhatWasLitWhenTheStepWasDone) {
  const auto phone = ringing_phone();

  EXPECT_TRUE(shown_at(phone, 500ms).lamps.empty());
  EXPECT_TRUE(shown_at(phone, 500ms).lines.empty());
  const auto ringing = shown_at(phone, 2s);
  ASSERT_EQ(ringing.lamps.size(), 1u);
  EXPECT_EQ(ringing.lamps[0].pattern, "fast_flash");
  EXPECT_EQ(ringing.lines, (std::vector<std::string>{"Incoming call", "1001"}));
  EXPECT_TRUE(shown_at(phone, 3s).lamps.empty());
}

TEST(ReportSteps, EveryStepIsARowAndAFailureIsMarked) {
  ReportData data;
  data.phones.push_back(ringing_phone());
  data.steps = {{2s, "bob  expect ringing", true}, {4s, "bob  sees \"<b>\"", false}};
  const auto table = draw_steps(data);

  EXPECT_THAT(table, HasSubstr("line1 green fast"));
  EXPECT_THAT(table, HasSubstr("bob  expect ringing"));
  EXPECT_THAT(table, HasSubstr("<tr class=\"failed\">"));
  EXPECT_THAT(table, Not(HasSubstr("\"<b>\"")));
  EXPECT_EQ(draw_steps(ReportData{}), "");
}

}  // namespace
}  // namespace offhook::sim
