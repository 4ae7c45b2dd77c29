// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/parser.hpp"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "tests/sdp/sample.hpp"

namespace offhook::sdp {
namespace {

using sample::head;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view full =
    "v=0\r\n"
    "o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\r\n"
    "s=Call to John Smith\r\n"
    "i=SDP Offer #1\r\n"
    "u=http://www.jdoe.example.com/home.html\r\n"
    "e=Jane Doe <jane@jdoe.example.com>\r\n"
    "p=+1 617 555-6011\r\n"
    "c=IN IP4 198.51.100.1\r\n"
    "b=AS:64\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0 1\r\n"
    "a=inactive\r\n"
    "m=audio 49170/2 RTP/AVP 0 8 101\r\n"
    "i=voice\r\n"
    "c=IN IP6 2001:db8::2\r\n"
    "b=AS:32\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=sendonly\r\n"
    "m=video 49180 RTP/AVP 99\r\n"
    "a=rtpmap:99 h263-1998/90000\r\n";

TEST(SdpParser, ReadsEveryLine) {
  const auto session = parse(full);

  ASSERT_TRUE(session.ok()) << session.status().message();
  EXPECT_EQ(session->origin.session_version, 3724394405U);
  EXPECT_EQ(session->name, "Call to John Smith");
  EXPECT_EQ(session->attribute("group"), "BUNDLE 0 1");
  ASSERT_EQ(session->media.size(), 2U);
  EXPECT_EQ(session->media[0].port_count, 2);
  EXPECT_THAT(session->media[0].formats, ElementsAre("0", "8", "101"));
  EXPECT_EQ(session->media[0].attribute("sendonly"), "");
  EXPECT_EQ(session->media[1].attribute("sendonly"), std::nullopt);
}

TEST(SdpParser, WritesWhatItRead) { EXPECT_EQ(to_string(*parse(full)), full); }

TEST(SdpParser, TakesWhatPhonesInTheFieldSend) {
  EXPECT_TRUE(parse("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=\nm=audio 9 RTP/AVP 0\n\n").ok());
  EXPECT_TRUE(parse("v=0\r\no=- 1 1 IN IP4 a.example\r\nx=unknown\r\nt=0 0").ok());
  EXPECT_EQ(parse("v=0\r\no=- 99999999999999999999 1 IN IP4 a\r\n")->origin.session_id, UINT64_MAX);
}

TEST(SdpParser, NamesTheLineThatIsWrong) {
  EXPECT_EQ(parse(std::string(head) + "m=audio x RTP/AVP 0\r\n").status().message(),
            "SDP line 6: m= has no port");
}

TEST(SdpParser, RefusesNonsense) {
  using namespace std::string_view_literals;
  for (std::string_view text :
       {""sv, "v=0\r\n"sv, "o=- 1 1 IN IP4 a\r\nv=0\r\n"sv, "v=1\r\no=- 1 1 IN IP4 a\r\n"sv,
        "v=0\r\no=- x 1 IN IP4 a\r\n"sv, "v=0\r\no=- 1 1 IN IP5 a\r\n"sv,
        "v=0\r\no=- 1 1 IN IP4\r\n"sv, "v=0\r\no=- 1 1 IN IP4 a b\r\n"sv, "hello"sv})
    EXPECT_FALSE(parse(text).ok()) << text;
  for (std::string_view line :
       {"m=audio 65536 RTP/AVP 0"sv, "m=audio -1 RTP/AVP 0"sv, "m=audio 1 RTP/AVP"sv,
        "m=audio 1/x RTP/AVP 0"sv, "m="sv, "c=IN IP4"sv, "c=TN IP4 1.2.3.4"sv, "a="sv, "a=:x"sv,
        "s"sv, "a=x\0y"sv, "a=x\ry"sv})
    EXPECT_FALSE(parse(std::string(head) + std::string(line) + "\r\n").ok()) << line;
}

TEST(SdpParser, HoldsItsLimits) {
  std::string media, attributes, formats = "m=audio 1 RTP/AVP";
  for (int i = 0; i < 40; ++i) media += "m=audio 1 RTP/AVP 0\r\n";
  for (int i = 0; i < 600; ++i) attributes += "a=x\r\n";
  for (int i = 0; i < 70; ++i) formats += " 0";

  for (const std::string& text : {media, attributes, formats, std::string(70000, 'x')})
    EXPECT_FALSE(parse(std::string(head) + text).ok());
}

TEST(SdpParser, HandlesEveryPrefix) {
  for (std::size_t length = 0; length < full.size(); ++length) {
    const auto session = parse(full.substr(0, length));
    EXPECT_TRUE(!session.ok() || session->media.size() <= 2);
  }
}

TEST(SdpWriter, CannotBeMadeToWriteAnotherLine) {
  Session session = *parse(full);
  session.name = "x\r\nm=audio 1 RTP/AVP 0";
  session.attributes.push_back({"tool", "a\nb=c"});

  EXPECT_THAT(to_string(session), Not(HasSubstr("\nm=audio 1 ")));
  EXPECT_THAT(to_string(session), Not(HasSubstr("\nb=c")));
}

std::string body_of(const std::string& file) {
  std::ifstream in(std::string(OFFHOOK_TEST_DATA) + "/rfc5118/" + file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return text.substr(text.find("\r\n\r\n") + 4);
}

TEST(SdpParser, ReadsIpv6AsRfc5118Writes) {  // §4.6, §4.8, §4.9
  const auto six = parse(body_of("ipv6-in-sdp-fixcl.dat"));
  const auto both = parse(body_of("mult-ip-in-sdp-fixcl.dat"));
  const auto mapped = parse(body_of("ipv4-mapped-ipv6-fixcl.dat"));

  ASSERT_TRUE(six.ok() && both.ok() && mapped.ok());
  EXPECT_TRUE(effective_endpoint(*six, six->media[0])->address.is_v6());
  EXPECT_FALSE(effective_endpoint(*both, both->media[0])->address ==
               effective_endpoint(*both, both->media[1])->address);
  EXPECT_TRUE(effective_endpoint(*mapped, mapped->media[0]).has_value());
}

TEST(Session, DirectionIsTheMediumsThenTheSessionsThenBoth) {
  const Session session = *parse(full);

  EXPECT_EQ(effective_direction(session, session.media[0]), Direction::sendonly);
  EXPECT_EQ(effective_direction(session, session.media[1]), Direction::inactive);
  EXPECT_EQ(effective_direction({}, session.media[1]), Direction::sendrecv);
}

TEST(SdpReading, GoesOnBehindEachFault) {
  const std::string text = std::string(head) +
                           "m=audio nine RTP/AVP 0\r\na=mid:1\r\nno line\r\n"
                           "m=audio 9 RTP/AVP 8\r\na=mid:2\r\n";

  const Reading reading = read_all(text);

  ASSERT_EQ(reading.faults.size(), 2U);
  EXPECT_EQ(reading.faults[0].reason, message_of(parse(text).status())) << "the same first fault";
  EXPECT_EQ(text.substr(reading.faults[1].offset, 7), "no line");
  ASSERT_EQ(reading.session.media.size(), 2U);
  EXPECT_EQ(reading.session.media[0].attribute("mid"), "1") << "what is below stays below";
  EXPECT_EQ(reading.session.media[1].attribute("mid"), "2");
}

TEST(SdpReading, TellsNoMoreFaultsThanItMay) {
  std::string text;
  for (std::size_t i = 1; i < limits::faults; ++i) text += "x\n";
  text += "m=audio \n";  // before v=, and no media line either: two faults in one

  EXPECT_EQ(read_all(text).faults.size(), limits::faults);
}

TEST(SdpReading, OfAGoodTextIsWhatParseGives) {
  const Reading reading = read_all(head);

  EXPECT_TRUE(reading.faults.empty());
  EXPECT_EQ(reading.session, *parse(head));
}

TEST(Session, NullAddressHoldsAsInRfc2543) {
  const Session held = sample::session("m=audio 9 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n");
  const Session both = sample::session("m=audio 9 RTP/AVP 0\r\nc=IN IP6 ::\r\na=recvonly\r\n");

  EXPECT_EQ(effective_direction(held, held.media[0]), Direction::sendonly);
  EXPECT_EQ(effective_direction(both, both.media[0]), Direction::inactive);
}

TEST(Codec, ComesFromRtpmapOrTheStaticTable) {
  const Session session = sample::session(
      "m=audio 9 RTP/AVP 0 97 8 96 200 x 98\r\na=rtpmap:0 PCMU/8000\r\n"
      "a=rtpmap:97 opus/48000/2\r\na=fmtp:97 useinbandfec=1\r\na=rtpmap:98 broken\r\n");

  const auto codecs = codecs_of(session.media[0]);

  ASSERT_EQ(codecs.size(), 3U);
  EXPECT_EQ(codecs[0], pcmu);
  EXPECT_EQ(codecs[1], (Codec{"opus", 48000, 2, 97, "useinbandfec=1"}));
  EXPECT_EQ(codecs[2], pcma);
  EXPECT_TRUE(same_format(pcmu, Codec{"pcmu", 8000, 1, 100}));
}

}  // namespace
}  // namespace offhook::sdp
