// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/summary_json.hpp"

#include <limits>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace offhook::sim {
namespace {

namespace json = boost::json;

Summary sample() {
  Summary summary;
  summary.version = "0.1.0";
  summary.pass = true;
  summary.seed = 7;
  summary.wall_s = 0.3;
  summary.calls = {{"c1",
                    "alice",
                    "bob",
                    596.25,
                    {{"alice", "bob", {150, 149, 1, 0.34567}, 0.98},
                     {"bob", "alice", {150, 150, 0, 0.25}, std::nullopt}},
                    4.4}};
  summary.ladder_rows = 24;
  summary.files = {"report.html", "call.pcapng"};
  return summary;
}

TEST(SummaryJson, NamesBothWaysOfACall) {
  const auto document = json::parse(to_json(sample())).as_object();

  const auto& call = document.at("calls").at(0).as_object();
  EXPECT_EQ(call.at("call_id"), "c1");
  EXPECT_EQ(call.at("rtp").at("alice_to_bob").at("lost"), 1);
  EXPECT_EQ(call.at("rtp").at("bob_to_alice").at("received"), 150);
  EXPECT_DOUBLE_EQ(call.at("rtp").at("alice_to_bob").at("jitter_ms").as_double(), 0.346);
  EXPECT_DOUBLE_EQ(call.at("match").at("alice_to_bob").as_double(), 0.98);
  EXPECT_TRUE(call.at("match").at("bob_to_alice").is_null());
  EXPECT_DOUBLE_EQ(call.at("setup_ms").as_double(), 596.25);
}

TEST(SummaryJson, BeginsWithTheSchemaAndHoldsTheRun) {
  const std::string text = to_json(sample());
  const auto document = json::parse(text).as_object();

  EXPECT_TRUE(text.starts_with("{\n  \"schema\": 1,\n")) << text;
  EXPECT_TRUE(text.ends_with("}\n"));
  EXPECT_NE(text.find("\"wall_s\": 0.3,"), std::string::npos) << text;
  EXPECT_EQ(document.at("seed"), 7);
  EXPECT_EQ(document.at("pass"), true);
  EXPECT_EQ(document.at("virtual"), true);
  EXPECT_EQ(document.at("ladder_rows"), 24);
  EXPECT_EQ(document.at("files").as_array().size(), 2u);
}

TEST(SummaryJson, WritesNullForWhatJsonHasNot) {
  Summary summary = sample();
  summary.wall_s = std::numeric_limits<double>::quiet_NaN();
  summary.calls[0].mos = std::nullopt;
  summary.calls[0].call_id = std::nullopt;
  summary.failures = {"a \"quoted\"\nline"};

  const auto document = json::parse(to_json(summary)).as_object();

  EXPECT_TRUE(document.at("wall_s").is_null());
  EXPECT_TRUE(document.at("calls").at(0).at("mos").is_null());
  EXPECT_FALSE(document.at("calls").at(0).as_object().contains("call_id"));
  EXPECT_EQ(document.at("failures").at(0), "a \"quoted\"\nline");
}

}  // namespace
}  // namespace offhook::sim
