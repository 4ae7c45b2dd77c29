// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "sim/ladder.hpp"

namespace offhook::sim {
namespace {

const std::vector<Participant> three = {{"alice", "alice 1001", {*IpAddress::parse("10.0.0.1")}},
                                        {"proxy", "proxy", {*IpAddress::parse("10.0.0.9")}},
                                        {"bob", "bob 1002", {*IpAddress::parse("10.0.0.2")}}};
LadderRow row(const std::string& from, const std::string& to, const std::string& text,
              int status = 0) {
  LadderRow out;
  out.at = 1s;
  out.from = from;
  out.to = to;
  out.text = text;
  out.status = status;
  out.kind = status == 0 ? RowKind::request : RowKind::response;
  return out;
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  return longest;
}

TEST(LadderText, ShortensWhatDoesNotFitIntoItsColumn) {
  const std::vector rows = {row("proxy", "alice", "407 Proxy Authentication Required", 407),
                            row("alice", "proxy", "SUBSCRIBE averyveryveryverylongname")};

  EXPECT_EQ(render_text(rows, three),
            "alice 1001                   proxy                    bob 1002\n"
            "    |<--------- 407 -----------|                          |      1.000\n"
            "    |-- SUBSCRIBE averyvery~ ->|                          |      1.000\n");
}

TEST(LadderText, StaysInEightyColumnsForTwoToFiveParticipants) {
  std::vector<Participant> participants;
  for (const char* id : {"alice", "proxy", "bob", "carol", "dave"}) {
    participants.push_back({id, std::string(id) + " 1001 long label", {}});
    if (participants.size() < 2) continue;
    std::vector rows = {row("alice", id, "INVITE 1002"), row(id, "alice", "486 Busy Here", 486)};
    rows[0].notes = {{1s, "bob", "LINE1 fast green and a great many other words besides"}};
    EXPECT_LE(longest_line(render_text(rows, participants)), 80u) << participants.size();
  }
}

TEST(LadderText, WritesStrangersAndControlCharactersHarmlessly) {
  const std::vector rows = {row("10.0.0.66:5060", "proxy", "OPTIONS \x1b[2J\r\n")};

  const std::string text = render_text(rows, three);

  EXPECT_NE(text.find("10.0.0.66:5060 ->"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(LadderText, DrawsNothingButTheHeadForNoRows) {
  EXPECT_EQ(render_text({}, three),
            "alice 1001                   proxy                    bob 1002\n");
}

}  // namespace
}  // namespace offhook::sim
