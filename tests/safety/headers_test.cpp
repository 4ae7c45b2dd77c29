// SPDX-License-Identifier: GPL-3.0-or-later
// One packet must not stop a phone: every header with every kind of URI, doubled, left out, and its
// quoted strings cut after each octet. After each the phone answers an OPTIONS.
#include "tests/safety/office.hpp"
#include "tests/support/messages.hpp"

namespace offhook::safety {
namespace {

using offhook::testing::sdp;

const std::vector<std::string>& uris() {
  static const std::vector<std::string> all = {
      "/",     "x:",      "tel:+15551234", "data:,x",         "",
      "sip:",  "sip:@",   "sips:a@b",      "sip:a@b:99999",   "sip:[::1]",
      "sip:[", "http://", "urn:service:x", "sip:a@b;;=;x=\"", "sip:%00@%ff"};
  return all;
}

class OnePacket : public Office {
 protected:
  void SetUp() override {
    Office::SetUp();
    open();
  }

  static std::vector<std::pair<std::string, std::string>> lines_of(const std::string& method) {
    return {{"Via", "SIP/2.0/UDP 192.0.2.76:5060;branch=z9hG4bKp"},
            {"Max-Forwards", "70"},
            {"From", "\"A \\\"quoted\\\" name\" <sip:mallory@evil.test>;tag=m"},
            {"To", "\"Alice\" <sip:1001@sim.test>"},
            {"Call-ID", "packet"},
            {"CSeq", "1 " + method},
            {"Contact", "\"M\" <sip:mallory@192.0.2.76>"}};
  }
  std::string text(const std::string& method,
                   const std::vector<std::pair<std::string, std::string>>& lines) {
    std::string out = method + " sip:1001@192.0.2.11 SIP/2.0\r\n";
    for (const auto& [name, value] : lines) {
      out += name + ": " + value;
      // Each is a transaction and a call of its own, or the phone would only see copies.
      if (name == "Via" || name == "Call-ID") out += std::to_string(++number_);
      out += "\r\n";
    }
    return out + "Content-Length: 0\r\n\r\n";
  }
  void throw_at_alice(const std::string& packet) {
    stranger_->send(alice_at(), packet);
    // Whatever rings is sent away, so that the next one is looked at as well.
    if (++thrown_ % 20 != 0) return;
    run_for(10ms);
    const auto calls = ask_and_wait(*alice_, "call.list");
    for (const auto& each : calls.value.at("calls").as_array())
      ask(*alice_, "call.reject", {{"call_id", each.at("call_id")}});
    run_for(10ms);
    expect_alive();
  }

  int number_ = 0;
  int thrown_ = 0;
};

TEST_F(OnePacket, EveryHeaderWithEveryKindOfUri) {
  for (const std::string method : {"INVITE", "OPTIONS", "MESSAGE", "NOTIFY", "REFER", "SUBSCRIBE"})
    for (std::size_t i = 1; i < sip::header_id_count; ++i) {
      const auto name = std::string(sip::to_string(static_cast<sip::HeaderId>(i)));
      for (const auto& uri : uris())
        for (const auto& value : {uri, "<" + uri + ">", "\"x\" <" + uri + ">;tag=1"}) {
          auto lines = lines_of(method);
          std::erase_if(lines, [&](const auto& line) { return line.first == name; });
          lines.emplace_back(name, value);
          throw_at_alice(text(method, lines));
        }
    }
  expect_alive();
}

TEST_F(OnePacket, EveryHeaderDoubledAndLeftOut) {
  for (const std::string method : {"INVITE", "OPTIONS", "BYE", "CANCEL", "ACK", "NOTIFY"}) {
    const auto lines = lines_of(method);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto doubled = lines;
      doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      throw_at_alice(text(method, doubled));
      auto without = lines;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      throw_at_alice(text(method, without));
    }
  }
  expect_alive();
}

TEST_F(OnePacket, QuotedStringsCutAfterEachOctet) {
  const std::string quoted = R"("a \"b\" \\ c\" <sip:x@y>;tag=\"1")";
  for (const std::string name : {"From", "To", "Contact", "Diversion", "Remote-Party-ID",
                                 "P-Asserted-Identity", "Reason", "Alert-Info", "Call-Info"})
    for (std::size_t length = 0; length <= quoted.size(); ++length) {
      auto lines = lines_of("INVITE");
      std::erase_if(lines, [&](const auto& line) { return line.first == name; });
      lines.emplace_back(name, quoted.substr(0, length));
      throw_at_alice(text("INVITE", lines));
    }
  expect_alive();
}

TEST_F(OnePacket, AMessageCutAfterEachOctet) {
  auto whole = stranger_->request("INVITE", "sip:1001@192.0.2.11");
  whole.body("application/sdp", sdp());
  const std::string octets(whole.build()->text());
  for (std::size_t length = 0; length < octets.size(); ++length)
    throw_at_alice(octets.substr(0, length));
  expect_alive();
}

TEST_F(OnePacket, BodiesThatAreNotWhatTheySay) {
  const std::vector<std::string> types = {"application/sdp",
                                          "multipart/mixed",
                                          "multipart/mixed;boundary=\"\"",
                                          "multipart/mixed;boundary=\"a",
                                          "multipart/mixed;boundary=a",
                                          "message/sipfrag",
                                          "application/simple-message-summary",
                                          "/",
                                          ";"};
  const std::vector<std::string> bodies = {
      "",
      "v=0",
      "v=0\r\nm=audio 0 RTP/AVP\r\n",
      "--a\r\n\r\n--a\r\n--a--",
      std::string(100, '\n'),
      "v=0\r\no=- 1 1 IN IP4 x\r\ns=-\r\nt=0 0\r\nm=audio 99999 RTP/AVP 0\r\na=rtpmap:\r\na=fmtp:"};
  for (const auto& type : types)
    for (const auto& body : bodies)
      for (const char* method : {"INVITE", "MESSAGE", "NOTIFY", "INFO"}) {
        auto request = stranger_->request(method, "sip:1001@192.0.2.11");
        request.add("Event", "message-summary");
        auto draft = sip::Draft::copy(*request.build());
        draft.body(type, body);
        throw_at_alice(draft.serialize());
      }
  std::string many = "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\n";
  for (int i = 0; i < 1000; ++i) many += "m=audio 4000 RTP/AVP 0\r\n";
  auto request = stranger_->request("INVITE", "sip:1001@192.0.2.11");
  request.body("application/sdp", many);
  throw_at_alice(std::string(request.build()->text()));
  expect_alive();
}

}  // namespace
}  // namespace offhook::safety
