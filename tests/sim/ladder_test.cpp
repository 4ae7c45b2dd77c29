// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ladder.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/report_ladder.hpp"
#include "sim/server.hpp"
#include "sim/virtual_network.hpp"
#include "tests/sim/scripted_phone.hpp"

namespace offhook::sim {
namespace {

using sip::Method;

const std::vector<Participant> three = {{"alice", "alice 1001", {*IpAddress::parse("10.0.0.1")}},
                                        {"proxy", "proxy", {*IpAddress::parse("10.0.0.9")}},
                                        {"bob", "bob 1002", {*IpAddress::parse("10.0.0.2")}}};
const Endpoint alice_rtp = *Endpoint::parse("10.0.0.1:40000");
const Endpoint bob_rtp = *Endpoint::parse("10.0.0.2:40002");

std::string sdp(const std::string& address, int port, const std::string& direction) {
  return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address +
         "\r\nt=0 0\r\nm=audio " + std::to_string(port) +
         " RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=" +
         direction + "\r\n";
}

std::string rtp(std::uint8_t type, std::uint8_t sequence, std::uint16_t timestamp,
                const std::string& payload = std::string(160, '\0')) {
  const std::string head = {'\x80',
                            static_cast<char>(type),
                            0,
                            static_cast<char>(sequence),
                            0,
                            0,
                            static_cast<char>(timestamp >> 8),
                            static_cast<char>(timestamp & 0xFF),
                            'S',
                            'S',
                            'R',
                            'C'};
  return head + payload;
}

/// A server and two phones that talk through it, everything written down.
class LadderTest : public testing::Test {
 protected:
  LadderTest() {
    ProxyOptions options;
    options.users = {{"1001", "one"}, {"1002", "two"}};
    options.registrar.challenge = false;
    server_ = *Server::start(loop_.system(), network_, at_, options, random_);
    bob_.on_message = [this](const sip::Message& message) {
      if (message.is_request() && message.method() == Method::invite) take(message);
    };
  }
  ~LadderTest() override {
    server_->stop();
    loop_.run_for(1ms);
  }
  void take(const sip::Message& invite) {
    if (invite.to_tag().empty())
      bob_.respond(invite, 180);
    else
      answer(invite);
  }
  void answer(const sip::Message& invite) {
    auto draft = sip::Draft::response(invite, 200, "", "tagbob");
    draft.append("Contact", bob_.contact());
    const bool held = invite.body().find("sendonly") != std::string_view::npos;
    draft.body("application/sdp", sdp("10.0.0.2", 40002, held ? "recvonly" : "sendrecv"));
    bob_.send(draft.serialize());
  }
  RequestBuilder with_sdp(RequestBuilder request, const std::string& direction) {
    return request.body("application/sdp", sdp("10.0.0.1", 40000, direction));
  }
  void talk(std::uint8_t first, std::uint8_t count) {
    for (std::uint8_t i = first; i < first + count; ++i) {
      trace_.add(loop_.now(), alice_rtp, bob_rtp, rtp(0, i, static_cast<std::uint16_t>(160 * i)));
      trace_.add(loop_.now(), bob_rtp, alice_rtp, rtp(0, i, static_cast<std::uint16_t>(160 * i)));
      loop_.run_for(20ms);
    }
  }
  void whole_call();

  act::Loop loop_{act::Loop::Virtual{}};
  SeededRandom random_{7};
  Trace trace_;
  VirtualNetwork wires_{loop_.timers(), 1, {.delay = 1ms}};
  TracingNetwork network_{wires_, trace_, *loop_.timers()};
  Endpoint at_ = *Endpoint::parse("10.0.0.9:5060");
  std::unique_ptr<Server> server_;
  ScriptedPhone alice_{network_, "10.0.0.1:5060", at_, "1001"};
  ScriptedPhone bob_{network_, "10.0.0.2:5060", at_, "1002"};
};

void LadderTest::whole_call() {
  bob_.register_();
  loop_.run_for(1s);
  trace_.note(loop_.now(), "alice", "lifts the handset", NoteKind::cause);
  alice_.send(with_sdp(alice_.request("INVITE", "sip:1002@sim.test"), "sendrecv"));
  loop_.run_for(2ms);
  trace_.note(loop_.now(), "bob", "LINE1 fast red");
  trace_.note(loop_.now(), "lcd", "\"Alice 1001\"");
  loop_.run_for(500ms);
  trace_.note(loop_.now(), "bob", "lifts the handset", NoteKind::cause);
  answer(*bob_.got(Method::invite).at(0));
  loop_.run_for(100ms);
  const auto success = alice_.got(Method::invite, 200).at(0);
  alice_.send(alice_.in_dialog("ACK", *success, 1));
  loop_.run_for(10ms);
  talk(0, 5);
  trace_.add(loop_.now(), alice_rtp, bob_rtp, rtp(101, 6, 800, "\x05\x0a\x01\x40"));
  trace_.add(loop_.now(), alice_rtp, bob_rtp, rtp(101, 7, 800, "\x05\x8a\x03\x20"));
  alice_.send(with_sdp(alice_.in_dialog("INVITE", *success, 2), "sendonly"));
  loop_.run_for(1s);
  alice_.send(alice_.in_dialog("ACK", *success, 2));
  loop_.run_for(1s);
  alice_.send(alice_.in_dialog("BYE", *success, 3));
  loop_.run_for(3ms);
  bob_.respond(*bob_.got(Method::bye).at(0), 200);
  loop_.run_for(1s);
}

TEST_F(LadderTest, DrawsACallLikeThis) {
  whole_call();

  const auto rows = make_ladder(trace_, three);

  const std::string expected = R"(alice 1001                   proxy                    bob 1002
    |                          |<------- REGISTER --------|      0.000
    |                          |--- 200 OK (REGISTER) --->|      0.001
    |------ INVITE 1002 ------>|------ INVITE 1002 ------>|  alice lifts the
    |                          |                          |  handset
    |<----- 180 Ringing -------|<----- 180 Ringing -------|  bob LINE1 fast red
    |                          |                          |  lcd "Alice 1001"
    |<--- 200 OK (INVITE) -----|<--- 200 OK (INVITE) -----|  bob lifts the
    |                          |                          |  handset
    |---------- ACK ---------->|---------- ACK ---------->|      1.602
    |================== RTP PCMU 20 ms ==================>|      1.612
    |<================= RTP PCMU 20 ms ===================|      1.612
    |====================== DTMF 5 ======================>|      1.712
    |--- re-INVITE sendonly -->|--- re-INVITE sendonly -->|      1.712
    |<--- 200 OK (INVITE) -----|<--- 200 OK (INVITE) -----|      1.714
    |---------- ACK ---------->|---------- ACK ---------->|      2.712
    |---------- BYE ---------->|---------- BYE ---------->|      3.712
    |<----- 200 OK (BYE) ------|<----- 200 OK (BYE) ------|      3.715
)";
  EXPECT_EQ(render_text(rows, three), expected);
}

TEST_F(LadderTest, WritesRowsAsScenariosDo) {
  whole_call();

  std::vector<std::string> lines;
  for (const auto& row : make_ladder(trace_, three)) lines.push_back(to_line(row));

  const std::vector<std::string> expected = {
      "bob -> proxy  REGISTER",
      "proxy -> bob  200",
      "alice -> proxy  INVITE 1002",
      "proxy -> bob  INVITE 1002",
      "bob -> proxy  180",
      "proxy -> alice  180",
      "bob -> proxy  200",
      "proxy -> alice  200",
      "alice -> proxy  ACK",
      "proxy -> bob  ACK",
      "alice == bob  RTP PCMU",
      "bob == alice  RTP PCMU",
      "alice == bob  RTP telephone-event",
      "alice -> proxy  INVITE  sdp.dir=sendonly",
      "proxy -> bob  INVITE  sdp.dir=sendonly",
      "bob -> proxy  200",
      "proxy -> alice  200",
      "alice -> proxy  ACK",
      "proxy -> bob  ACK",
      "alice -> proxy  BYE",
      "proxy -> bob  BYE",
      "bob -> proxy  200",
      "proxy -> alice  200",
  };
  EXPECT_EQ(lines, expected);
}

TEST_F(LadderTest, KeepsWhatARowIsComparedWith) {
  whole_call();

  const auto rows = make_ladder(trace_, three);

  EXPECT_EQ(rows[2].kind, RowKind::request);
  EXPECT_EQ(rows[2].sdp_direction, "sendrecv");
  EXPECT_EQ(rows[2].codec, "PCMU");
  EXPECT_EQ(rows[2].call_id, "call-1001");
  EXPECT_EQ(rows[10].kind, RowKind::media);
  EXPECT_EQ(rows[10].packets, 5u);
  EXPECT_EQ(rows[12].text, "DTMF 5");
  EXPECT_EQ(rows[15].status, 200);
  EXPECT_EQ(rows[15].method, "INVITE");
  EXPECT_EQ(rows[15].sdp_direction, "recvonly");
}

TEST_F(LadderTest, ColoursWithoutChangingTheText) {
  whole_call();
  const auto rows = make_ladder(trace_, three);

  std::string coloured = render_text(rows, three, {.colour = true});

  EXPECT_NE(coloured.find("\x1b[36m"), std::string::npos);
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) - at + 1);
  EXPECT_EQ(coloured, render_text(rows, three));
}

TEST_F(LadderTest, FoldsRetransmissionsAndCountsThem) {
  int lost = 0;
  wires_.set_loss_filter([&](const Endpoint&, const Endpoint& to, std::string_view octets) {
    return to.to_string() == "10.0.0.2:5060" && octets.starts_with("INVITE") && lost++ < 2;
  });
  bob_.register_();
  loop_.run_for(1s);
  alice_.invite("1002");
  loop_.run_for(2s);

  const auto folded = make_ladder(trace_, three);
  const auto unfolded = make_ladder(trace_, three, {.fold_retransmissions = false});

  EXPECT_EQ(folded.size() + 2, unfolded.size());
  EXPECT_EQ(folded[3].packets, 3u);
  EXPECT_NE(render_text(folded, three).find("INVITE 1002 x3"), std::string::npos);
}

TEST_F(LadderTest, Shows100OnlyWhenAsked) {
  bob_.register_();
  loop_.run_for(1s);
  alice_.invite("1002");
  loop_.run_for(1s);

  const auto with = make_ladder(trace_, three, {.show_trying = true});

  EXPECT_EQ(with.size(), make_ladder(trace_, three).size() + 1);
  EXPECT_NE(render_text(with, three).find("100 Trying"), std::string::npos);
}

TEST_F(LadderTest, BeginsANewMediaRowAfterSilence) {
  talk(0, 3);
  loop_.run_for(400ms);
  talk(3, 3);

  const auto rows = make_ladder(trace_, three);

  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].packets, 3u);
  EXPECT_EQ(rows[2].text, "RTP PCMU 20 ms");
}

TEST_F(LadderTest, GoesIntoAReportWithTheMessagesBehindTheRows) {
  whole_call();
  const auto rows = make_ladder(trace_, three);
  ReportData report;

  add_ladder(report, trace_, rows, three);

  ASSERT_EQ(report.rows.size(), rows.size());
  ASSERT_EQ(report.messages.size(), rows.size() - 3);  // three rows are media
  EXPECT_TRUE(report.messages[*report.rows[2].message].starts_with("INVITE sip:1002@sim.test"));
  EXPECT_EQ(report.rows[4].notes,
            (std::vector<std::string>{"bob LINE1 fast red", "lcd \"Alice 1001\""}));
  EXPECT_EQ(report.rows[4].tone, ReportData::Tone::provisional);
  EXPECT_FALSE(report.rows[10].message.has_value());
}

TEST(Ladder, IgnoresWhatIsNoMessageAndNotesWithoutRows) {
  Trace trace;
  trace.note(0s, "bob", "wakes");
  trace.add(1s, alice_rtp, bob_rtp, "hello");
  trace.add(1s, alice_rtp, bob_rtp, std::string("\x81\xC8\x00\x06SSRC....", 12));      // RTCP
  trace.add(1s, alice_rtp, bob_rtp, std::string("\x9F\x00\x00\x01", 4) + "timeSSRC");  // cut short

  EXPECT_TRUE(make_ladder(trace, three).empty());
}

}  // namespace
}  // namespace offhook::sim
