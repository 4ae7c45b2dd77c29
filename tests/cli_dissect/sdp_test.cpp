// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/sdp/parser.hpp"
#include "cli/dissect_sdp.hpp"
#include "tests/cli_dissect/sample.hpp"

namespace offhook::cli {
namespace {

using sample::told;
using sample::with;
using Texts = std::vector<std::string>;

constexpr std::string_view offer =
    "v=0\r\n"
    "o=alice 17 18446744073709551616 IN IP4 192.0.2.1\r\n"
    "s=call\r\n"
    "c=IN IP4 192.0.2.1\r\n"
    "t=0 0\r\n"
    "a=sendonly\r\n"
    "m=audio 4000/2 RTP/SAVP 0 101\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\n"
    "a=ptime:20\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n"
    "a=candidate:1 1 UDP 1 192.0.2.1 4000 typ host\r\n"
    "a=rtcp-mux\r\n"
    "a=mid:one\r\n"
    "m=video 0 RTP/AVP 31\r\n"
    "c=IN IP6 2001:db8::1\r\n"
    "a=inactive\r\n";

TEST(DissectSdp, GivesTheFacts) {
  const auto found = dissect_sdp(offer);

  EXPECT_EQ(found.validity, Validity::valid) << told(found.warnings).front();
  EXPECT_EQ(found.origin_user, "alice");
  EXPECT_EQ(found.session_id, 17U);
  EXPECT_EQ(found.session_version, UINT64_MAX);
  EXPECT_EQ(found.origin_address, "192.0.2.1");
  EXPECT_EQ(found.session_name, "call");
  EXPECT_EQ(found.session_connection, "192.0.2.1");
  EXPECT_TRUE(found.held);
  ASSERT_EQ(found.media.size(), 2U);
  const auto& audio = found.media[0];
  EXPECT_EQ(audio.port, 4000);
  EXPECT_EQ(audio.ports, 2);
  EXPECT_EQ(audio.formats, (Texts{"0", "101"}));
  EXPECT_EQ(audio.connection, std::nullopt);
  EXPECT_EQ(audio.effective_connection, "192.0.2.1");
  EXPECT_EQ(audio.direction, std::nullopt);
  EXPECT_EQ(audio.effective_direction, "sendonly");
  EXPECT_EQ(audio.ptime, 20U);
  EXPECT_EQ(audio.crypto, 1U);
  EXPECT_EQ(audio.ice_candidates, 1U);
  EXPECT_TRUE(audio.rtcp_mux);
  EXPECT_EQ(audio.mid, "one");
  EXPECT_EQ(found.media[1].connection, "2001:db8::1");
  EXPECT_EQ(found.media[1].direction, "inactive");
}

TEST(DissectSdp, JsonKeepsPayloadTypesAsNames) {
  const auto object = to_json(dissect_sdp(offer), "offer.sdp");
  const auto& audio = object.at("media").at(0);

  EXPECT_EQ(audio.at("rtpmap").at("0"), "PCMU/8000");
  EXPECT_EQ(audio.at("fmtp").at("101"), "0-15");
  EXPECT_TRUE(audio.at("direction").is_null());
  EXPECT_EQ(object.size(), 12U);
  EXPECT_EQ(audio.as_object().size(), 16U);
}

TEST(DissectSdp, TheOldHoldIsAHold) {  // RFC 3264 §8.4
  const std::string text =
      with(with(offer, "c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0"), "a=sendonly\r\n", "");

  EXPECT_TRUE(dissect_sdp(text).held);
  EXPECT_EQ(dissect_sdp(text).media[0].effective_direction, "sendrecv") << "as it is written";
  EXPECT_FALSE(dissect_sdp(with(offer, "a=sendonly\r\n", "")).held);
  EXPECT_FALSE(dissect_sdp(with(text, "a=mid:one", "a=ice-ufrag:8hhY")).held)
      << "candidates are yet to come";
}

TEST(DissectSdp, HarmlessDeviationsAreOdd) {
  const auto warnings = [](const std::string& text) {
    const auto found = dissect_sdp(text);
    EXPECT_TRUE(sdp::parse(text).ok()) << "odd is accepted";
    EXPECT_EQ(found.validity, Validity::odd);
    return told(found.warnings);
  };

  std::string lf(offer);
  lf.erase(std::remove(lf.begin(), lf.end(), '\r'), lf.end());
  EXPECT_EQ(warnings(lf), Texts{"-: a line does not end in CRLF"});
  EXPECT_EQ(warnings(with(offer, "t=0 0\r\n", "")), Texts{"t: missing"});
  EXPECT_EQ(warnings(with(offer, "s=call", "s=")), Texts{"s: s= is empty"});
  EXPECT_EQ(warnings(with(offer, "c=IN IP4 192", "c=IN  IP4 192")),
            Texts{"c: more than one space between fields"});
  EXPECT_EQ(warnings(with(offer, "c=IN IP4 192.0.2.1\r\n", "")), Texts{"m: no c= in force"});
  EXPECT_EQ(warnings(with(offer, "c=IN IP4 192", "c=IN IP6 192")),
            Texts{"c: address does not fit its type"});
  EXPECT_EQ(warnings(with(offer, "a=rtpmap:101 telephone-event/8000\r\n", "")),
            Texts{"m: a dynamic payload type has no rtpmap"});
  EXPECT_EQ(warnings(with(offer, "t=0 0\r\na=sendonly\r\n", "a=sendonly\r\nt=0 0\r\n")),
            Texts{"t: stands behind a line it should precede"});
  EXPECT_EQ(warnings(with(offer, "ptime:20", "ptime:x")), Texts{"a: ptime is no number"});
  EXPECT_EQ(warnings(with(offer, "a=mid", "x=mid")), Texts{"x: unknown type of line"});
}

TEST(DissectSdp, AWrongLineDoesNotHideTheOthers) {
  const std::string text = with(with(offer, "4000/2", "x"), "c=IN IP4 192.0.2.1", "c=nowhere");
  const auto found = dissect_sdp(text);

  EXPECT_EQ(told(found.errors),
            (Texts{"c: SDP line 4: c= is not \"IN IP4 address\" or \"IN IP6 address\"",
                   "m: SDP line 7: m= has no port"}));
  EXPECT_EQ(found.errors[1].offset, text.find("m=audio"));
  ASSERT_EQ(found.media.size(), 2U);
  EXPECT_EQ(found.media[0].mid, "one");
  EXPECT_EQ(found.media[1].mid, std::nullopt);
}

TEST(DissectSdp, RefusesWhatTheParserRefuses) {
  for (const std::string text :
       {"", "v=1\r\n", "o=a 1 1 IN IP4 h\r\nv=0\r\n", "v=0\r\n", "v=0\r\no=- x 1 IN IP4 h\r\n"}) {
    EXPECT_FALSE(sdp::parse(text).ok()) << text;
    EXPECT_EQ(dissect_sdp(text).validity, Validity::invalid) << text;
  }
}

TEST(DissectSdp, ALineThatIsNoTypeAndValueHasNoRemarkBehindTheText) {
  const std::string text = "no type and value ";
  const auto found = dissect_sdp(text);

  EXPECT_EQ(told(found.warnings),
            (Texts{"-: a line does not end in CRLF", "s: missing", "t: missing"}));
  for (const auto& remark : found.warnings) EXPECT_LE(remark.offset, text.size());
}

TEST(DissectSdp, AnUnreadableOriginStillTellsWhatItSays) {
  const auto found = dissect_sdp(with(offer, "alice 17 18446744073709551616", "alice 17 new"));

  EXPECT_EQ(found.origin_user, "alice");
  EXPECT_EQ(found.session_id, 17U);
  EXPECT_EQ(found.session_version, std::nullopt);
  EXPECT_EQ(found.origin_address, "192.0.2.1");
}

}  // namespace
}  // namespace offhook::cli
