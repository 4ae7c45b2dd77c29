// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "sim/scenario/expectation.hpp"
#include "sim/scenario/junit.hpp"
#include "sim/scenario/quantities.hpp"
#include "sim/scenario/trace_hash.hpp"

namespace offhook::sim::scenario {
namespace {

using testing::HasSubstr;

TEST(JUnit, CountsAndEscapes) {
  CaseResult good, bad, broken;
  good.name = "good.toml";
  good.pass = true;
  bad.explanation = "line 3: <a> & \"b\"\x01\xff\nmore";
  broken.could_run = false;
  const CaseResult cases[] = {good, bad, broken};
  const auto xml = to_junit(cases);

  EXPECT_THAT(xml, HasSubstr("tests=\"3\" failures=\"1\" errors=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"line 3: &lt;a&gt; &amp; &quot;b&quot;??\">"));
  EXPECT_THAT(xml, HasSubstr("&#10;more</failure>"));
}

TEST(TraceHash, ChangesWithEverythingThatWasSentOrTold) {
  RunRecord record;
  const Endpoint here{IpAddress::v4(192, 0, 2, 1), 5060};
  const auto empty = trace_hash(record);
  record.trace.add(1ms, here, here, "abc");
  const auto one = trace_hash(record);
  record.events.push_back("{}");
  const auto two = trace_hash(record);

  EXPECT_EQ(empty, "cbf29ce484222325");
  EXPECT_NE(one, empty);
  EXPECT_NE(two, one);
  EXPECT_EQ(two, trace_hash(record));
}

TEST(Quantities, AreReadWithTheirUnits) {
  EXPECT_EQ(parse_span("0.5s"), 500ms);
  EXPECT_EQ(parse_span("5min"), 300s);
  EXPECT_EQ(parse_share("5%"), 0.05);
  for (const char* wrong : {"", "s", "5", "-5s", "1e3s", "99999h", "5 s", "nans"})
    EXPECT_FALSE(parse_span(wrong)) << wrong;
  EXPECT_FALSE(parse_share("101%") || parse_share("5") || parse_number("1x"));
}

TEST(Expectation, MessagesThatWaitAreThoseOfTheLastNotice) {
  PhoneView view;
  EXPECT_TRUE(is_so(MailboxHas{0}, view));
  view.apply({{"type", "mwi.changed"}, {"new_messages", 2}});
  EXPECT_TRUE(is_so(MailboxHas{2}, view));
}

TEST(Expectation, StatisticsAreThoseOfTheCallThatEnded) {
  PhoneView view;
  EXPECT_FALSE(is_so(StatisticIs{Statistic::loss, 0, 1}, view));
  view.apply(
      {{"type", "call.ended"},
       {"call_id", "c"},
       {"state", "ended"},
       {"end",
        {{"cause", "x"},
         {"quality", {{"rtp_received", 95}, {"rtp_lost", 5}, {"jitter_ms", 3}, {"mos", 4.1}}}}}});
  EXPECT_TRUE(is_so(StatisticIs{Statistic::loss, 0.04, 0.06}, view));
  EXPECT_FALSE(is_so(StatisticIs{Statistic::loss, 0.06, 1}, view));
  EXPECT_TRUE(is_so(StatisticIs{Statistic::mos, 4, 5}, view));
}

}  // namespace
}  // namespace offhook::sim::scenario
