// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/report.hpp"

#include <sstream>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "sim/fleet/wire_form.hpp"

namespace offhook::sim::fleet {
namespace {

CallRecord good_call() {
  CallRecord call;
  call.at = 1500ms;
  call.caller = "10000";
  call.callee = "10001";
  call.ringing = 4ms;
  call.answered = 105ms;
  call.set_up = 106ms;
  call.goodbye = 3ms;
  return call;
}

Report report_with(const std::vector<CallRecord>& calls) {
  Report report;
  report.version = "0.1.0";
  report.against = "sip:a-server-with-a-rather-long-name.example.net:5060";
  report.plan.phones = 500;
  report.plan.calls_per_second = 20;
  report.statistics.calls_placed = calls.size();
  report.statistics.call_time = 60s;
  report.statistics.messages_sent = 17;
  report.statistics.sent_again = {{"200 to INVITE", 2}, {"INVITE", 1}};
  for (const auto& call : calls) report.statistics.add(call);
  return report;
}

CallRecord failed_call() {
  CallRecord call = good_call();
  call.failure =
      "INVITE: 486 Busy Here, said \"the server\" with many words that do not fit a line";
  return call;
}

TEST(FleetReport, PassesWhenAllCallsWentWell) {
  EXPECT_TRUE(report_with({good_call(), good_call()}).passed());
}

TEST(FleetReport, FailsForAFailedCallACutOneAndALostWorker) {
  EXPECT_FALSE(report_with({good_call(), failed_call()}).passed());
  auto cut = report_with({good_call()});
  cut.statistics.calls_placed = 2;
  EXPECT_FALSE(cut.passed());
  auto lost = report_with({good_call()});
  lost.workers = {{"host:1", 250, 10, 9, true, 12s}};
  EXPECT_FALSE(lost.passed());
}

TEST(FleetReport, FitsEightyColumns) {
  auto report = report_with({good_call(), failed_call()});
  report.notes = {
      "worker some-machine:12345 was lost after 12.0 s: its process is gone; what it "
      "last told is counted"};
  report.workers = {{"host:12345", 250, 100000, 99999, true, 12s}};

  std::istringstream lines(to_text(report));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(FleetReport, SaysWhatFailedAndWhatWasSentAgain) {
  const auto text = to_text(report_with({good_call(), failed_call()}));

  EXPECT_NE(text.find("2 placed, 1 completed, 1 failed"), std::string::npos) << text;
  EXPECT_NE(text.find("FAILED      1  INVITE: 486 Busy Here"), std::string::npos) << text;
  EXPECT_NE(text.find("3 of them again (200 to INVITE 2, INVITE 1)"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  FAIL   "), std::string::npos) << text;
}

TEST(FleetReport, IsAlsoOneJsonDocument) {
  const auto json = boost::json::parse(to_json(report_with({good_call()})));

  EXPECT_TRUE(json.at("pass").as_bool());
  EXPECT_EQ(json.at("times_ms").at("set_up").at("count").to_number<int>(), 1);
  EXPECT_DOUBLE_EQ(json.at("times_ms").at("set_up").at("max").to_number<double>(), 106);
}

TEST(FleetReport, ACallIsALineOfCsv) {
  EXPECT_EQ(csv_line(good_call()),
            "1.500000,\"10000\",\"10001\",4.000,105.000,106.000,3.000,0.000,\"\"\n");
  CallRecord failed;
  failed.failure = "said \"no\", twice";
  EXPECT_EQ(csv_line(failed), "0.000000,\"\",\"\",,,,,0.000,\"said \"\"no\"\", twice\"\n");
}

TEST(FleetStatistics, AreTheSameAfterAJourney) {
  const auto sent = report_with({good_call(), failed_call()}).statistics;
  const auto arrived = from_wire(to_wire(sent));

  EXPECT_EQ(arrived.calls_failed, 1u);
  EXPECT_EQ(arrived.failures, sent.failures);
  EXPECT_EQ(arrived.sent_again, sent.sent_again);
  EXPECT_EQ(arrived.set_up.buckets(), sent.set_up.buckets());
  EXPECT_EQ(arrived.set_up.percentile(0.5), sent.set_up.percentile(0.5));
}

}  // namespace
}  // namespace offhook::sim::fleet
