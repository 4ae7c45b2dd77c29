// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/stream_framer.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/sip/limits.hpp"
#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// An event in words, so that two runs compare: a message as it is, "ping", "pong", "! why".
std::string told(const StreamEvent& event) {
  if (const auto* message = std::get_if<std::string>(&event)) return *message;
  if (const auto* failure = std::get_if<StreamFailure>(&event))
    return "! " + std::string(to_string(failure->error));
  return std::holds_alternative<StreamPing>(event) ? "ping" : "pong";
}

void take_all(StreamFramer& framer, std::string_view octets, std::vector<std::string>& events) {
  while (auto event = framer.take(octets)) events.push_back(told(*event));
  EXPECT_TRUE(octets.empty());
}

/// What comes out when `octets` arrive in pieces of that size.
std::vector<std::string> framed(std::string_view octets, std::size_t piece = std::string::npos) {
  StreamFramer framer;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < octets.size(); at += std::min(piece, octets.size() - at))
    take_all(framer, octets.substr(at, piece), events);
  return events;
}

std::vector<std::string> cut_at(std::string_view octets, std::size_t at) {
  StreamFramer framer;
  std::vector<std::string> events;
  take_all(framer, octets.substr(0, at), events);
  take_all(framer, octets.substr(at), events);
  return events;
}

/// Torture messages by name.
const std::map<std::string, std::string>& corpus() {
  static const auto files = [] {
    std::map<std::string, std::string> read;
    for (std::string folder : {"rfc4475", "rfc5118"})
      for (const auto& entry : std::filesystem::directory_iterator(OFFHOOK_TEST_DATA "/" + folder))
        if (entry.path().extension() == ".dat") {
          const std::string name = entry.path().filename().string();
          read[name] = sample::read_file(folder + "/" + name);
        }
    return read;
  }();
  return files;
}

/// Smallest message there is, of `head` more fields and `body`.
std::string message(std::string_view body = "", std::string_view head = "") {
  return "NOTIFY sip:a SIP/2.0\r\n" + std::string(head) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST(StreamFramer, FindsMessagesBackToBack) {
  const std::string first = message("body");
  const std::string second(sample::invite);

  EXPECT_THAT(framed(first + second + first), ElementsAre(first, second, first));
}

TEST(StreamFramer, TakesNoMoreThanOneEventNeeds) {
  const std::string both = message("one") + message("two");
  std::string_view input = both;
  StreamFramer framer;

  const auto event = framer.take(input);

  ASSERT_TRUE(event);
  EXPECT_EQ(told(*event), message("one"));
  EXPECT_EQ(input, message("two"));
}

TEST(StreamFramer, GivesTheSameForEveryCutOfEveryTortureMessage) {
  EXPECT_EQ(corpus().size(), 51U + 16U);
  for (const auto& [name, text] : corpus()) {
    const auto whole = framed(text);
    for (std::size_t at = 1; at < text.size(); ++at)
      ASSERT_EQ(cut_at(text, at), whole) << name << " cut at " << at;
    for (std::size_t piece : {1U, 7U, 1460U}) EXPECT_EQ(framed(text, piece), whole) << name;
  }
}

TEST(StreamFramer, LosesTheStreamOnlyWhereTheEndOfAMessageIsUnknown) {
  const std::map<std::string, std::string> expected = {
      {"inv2543.dat", "! Content-Length missing"},
      {"ncl.dat", "! malformed Content-Length"},       // negative
      {"mcl01.dat", "! Content-Lengths that differ"},  // RFC 4475 §3.3.9
      // Their Content-Length is below the body's, and no message begins behind it.
      {"dblreq.dat", "! no SIP message"},
      {"ipv4-mapped-ipv6.dat", "! no SIP message"},
      {"ipv6-in-sdp.dat", "! no SIP message"},
      {"mult-ip-in-sdp.dat", "! no SIP message"},
      {"test.dat", "! no SIP message"},
  };
  std::map<std::string, std::string> failed;
  for (const auto& [name, text] : corpus())
    for (const std::string& event : framed(text))
      if (event.starts_with("! ") && !failed.contains(name)) failed[name] = event;

  EXPECT_EQ(failed, expected);
}

TEST(StreamFramer, ParsesAsTheDatagramDoesWhateverEndsWithItsBody) {
  std::string stream;
  std::vector<std::string> texts;
  for (const auto& [name, text] : corpus()) {
    const auto events = framed(text);
    if (events.size() != 1 || events[0].size() != text.size()) continue;
    stream += text;
    texts.push_back(text);
  }

  EXPECT_GT(texts.size(), 40U);
  for (std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1460}, stream.size()})
    EXPECT_EQ(framed(stream, piece), texts) << piece;
}

TEST(StreamFramer, SplitsTwoRequestsThatADatagramMayNotHold) {  // RFC 4475 §3.1.1.8
  const auto events = framed(corpus().at("dblreq.dat"));

  ASSERT_EQ(events.size(), 4U);
  EXPECT_TRUE(events[0].starts_with("REGISTER "));
  EXPECT_EQ(events[1], "pong");
  EXPECT_TRUE(events[2].starts_with("INVITE "));
}

TEST(StreamFramer, TellsPingsAndPongs) {  // RFC 5626 §3.5.1
  EXPECT_THAT(framed("\r\n\r\n", 1), ElementsAre("pong", "ping"));
  EXPECT_THAT(framed("\r\n"), ElementsAre("pong"));
  EXPECT_THAT(framed("\r\n\r\n\r\n\r\n"), ElementsAre("pong", "ping", "pong", "ping"));
  EXPECT_THAT(framed("\r\n\r\n" + message(), 3), ElementsAre("pong", "ping", message()));
}

TEST(StreamFramer, StartsAPingAnewBehindAMessage) {
  EXPECT_THAT(framed("\r\n" + message() + "\r\n\r\n"),
              ElementsAre("pong", message(), "pong", "ping"));
}

TEST(StreamFramer, LeavesLineEndsInsideABodyAlone) {
  const std::string text = message("\r\n\r\nSIP/2.0 200 OK\r\n\r\n");

  EXPECT_THAT(framed(text + message(), 1), ElementsAre(text, message()));
}

TEST(StreamFramer, ReadsContentLengthAsTheParserDoes) {
  for (std::string_view field : {"l: 2", "CONTENT-LENGTH\t : 2 ", "Content-Length:\r\n 2",
                                 "Content-Length\r\n : 002", "l: 2\r\nContent-Length: 2"}) {
    const std::string text = "SIP/2.0 200 OK\r\n" + std::string(field) + "\r\n\r\nab";
    EXPECT_THAT(framed(text + message(), 5), ElementsAre(text, message())) << field;
  }
}

TEST(StreamFramer, TakesNoOtherHeaderForContentLength) {
  const std::string text = message(
      "ab", "Subject: x\r\n Content-Length: 900\r\nX-Content-Length: 800\r\nContent-Lengt: 1\r\n");

  EXPECT_THAT(framed(text), ElementsAre(text));
}

TEST(StreamFramer, RefusesWhatCouldBeFramedInTwoWays) {
  const std::string start = "SIP/2.0 200 OK\r\n";
  const std::map<std::string, std::string> texts = {
      {start + "l: 2\r\nl: 3\r\n\r\nabc", "! Content-Lengths that differ"},
      {start + "l: 2, 2\r\n\r\nab", "! malformed Content-Length"},
      {start + "l: 0x2\r\n\r\nab", "! malformed Content-Length"},
      {start + "l:\r\n\r\nab", "! malformed Content-Length"},
      {start + "l 2\r\n\r\nab", "! malformed Content-Length"},
      {start + "l: 1\r\n 2\r\n\r\nabcdefghijkl", "! malformed Content-Length"},
      {start + "a: b\nl: 2\r\n\r\nab", "! CR or LF alone"},
      {start + "a: b\rl: 2\r\n\r\nab", "! CR or LF alone"},
      {start + "l: 2\r\n\nab", "! CR or LF alone"},
      {start + "a: b\r\n\r\n", "! Content-Length missing"},
      {"\n", "! CR or LF alone"},
      {"\r\r", "! CR or LF alone"},
      {"\r" + message(), "! CR or LF alone"},
  };
  for (const auto& [text, error] : texts) {
    ASSERT_FALSE(framed(text).empty()) << text;
    EXPECT_EQ(framed(text).back(), error) << text;
    EXPECT_EQ(framed(text, 1), framed(text)) << text;
  }
}

TEST(StreamFramer, RefusesOtherProtocolsAtOnce) {
  EXPECT_THAT(framed(std::string("\x16\x03\x01\x02\0", 5)), ElementsAre("! no SIP message"));
  EXPECT_THAT(framed("GET / HTTP/1.1\r\n"), ElementsAre("! no SIP message"));
  EXPECT_THAT(framed(std::string(1, '\0')), ElementsAre("! no SIP message"));
}

TEST(StreamFramer, LeavesOtherVersionsToTheParser) {  // which answers 505
  EXPECT_THAT(framed("OPTIONS sip:a SIP/7.0\r\nl: 0\r\n\r\n"),
              ElementsAre("OPTIONS sip:a SIP/7.0\r\nl: 0\r\n\r\n"));
}

TEST(StreamFramer, SaysNothingMoreOnceItHasFailed) {
  StreamFramer framer;
  std::vector<std::string> events;

  take_all(framer, "GET / HTTP/1.1\r\n" + message(), events);
  take_all(framer, message(), events);

  EXPECT_THAT(events, ElementsAre("! no SIP message"));
  EXPECT_TRUE(framer.has_failed());
  EXPECT_EQ(framer.pending(), 0U);
}

TEST(StreamFramer, HandsOutWhatThereIsOfAFailedMessage) {
  std::string_view input = "BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n";
  StreamFramer framer;

  const auto event = framer.take(input);

  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<StreamFailure>(*event).text, "BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n");
}

TEST(StreamFramer, TakesTheLongestMessageAndNoLonger) {
  const std::size_t head = message("").size() + 4;  // the length has five digits
  const std::string longest = message(std::string(limits::message_octets - head, 'x'));
  const std::string longer = message(std::string(limits::message_octets - head + 1, 'x'));
  ASSERT_EQ(longest.size(), limits::message_octets);

  EXPECT_THAT(framed(longest + message(), 1460), ElementsAre(longest, message()));
  EXPECT_THAT(framed(longer), ElementsAre("! message too long"));
  EXPECT_THAT(framed("SIP/2.0 200 OK\r\nl: 99999999999999999999\r\n\r\n"),
              ElementsAre("! message too long"));
}

TEST(StreamFramer, HoldsNoMoreThanAMessageOfEndlessHeaders) {
  for (std::string_view piece : {"x", "a:b\r\n ", "a: b\r\n"}) {
    StreamFramer framer;
    std::vector<std::string> events;
    take_all(framer, "SIP/2.0 200 OK\r\na: ", events);
    for (int i = 0; i < 100000; ++i) {
      take_all(framer, piece, events);
      ASSERT_LE(framer.pending(), limits::message_octets);
    }
    ASSERT_EQ(events.size(), 1U) << piece;
    EXPECT_THAT(events[0], testing::AnyOf("! message too long", "! too many header fields"));
  }
}

TEST(StreamFramer, CountsHeaderFieldsAsTheParserDoes) {
  std::string fields;
  for (std::size_t i = 1; i < limits::header_fields; ++i) fields += "a:b\r\n";

  EXPECT_THAT(framed(message("", fields)), ElementsAre(message("", fields)));
  EXPECT_THAT(framed(message("", fields + "a:b\r\n")), ElementsAre("! too many header fields"));
}

TEST(StreamFramer, HoldsNothingForAnnouncedOctetsThatDoNotCome) {
  StreamFramer framer;
  std::vector<std::string> events;

  take_all(framer, "SIP/2.0 200 OK\r\nl: 60000\r\n\r\nab", events);

  EXPECT_THAT(events, IsEmpty());
  EXPECT_EQ(framer.pending(), 30U);
}

}  // namespace
}  // namespace offhook::sip
