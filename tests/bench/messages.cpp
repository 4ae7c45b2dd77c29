// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/messages.hpp"

namespace offhook::bench {
namespace {

// '#' stands for a letter or digit that differs from variant to variant.
constexpr std::string_view register_text =
    "REGISTER sip:example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.17:5060;branch=z9hG4bK##########;rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:1001@example.com>;tag=########\r\n"
    "To: <sip:1001@example.com>\r\n"
    "Call-ID: ################\r\n"
    "CSeq: 2 REGISTER\r\n"
    "Contact: <sip:1001@192.0.2.17:5060>\r\n"
    "Expires: 3600\r\n"
    "User-Agent: Desk phone 1.0\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

constexpr std::string_view invite_head =
    "INVITE sip:bob@biloxi.example.com:5060 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP pc33.atlanta.example.com:5060;branch=z9hG4bK##########;rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Alice\" <sip:alice@atlanta.example.com>;tag=##########\r\n"
    "To: \"Bob\" <sip:bob@biloxi.example.com>\r\n"
    "Call-ID: ####################@pc33.atlanta.example.com\r\n"
    "CSeq: 314159 INVITE\r\n"
    "Contact: <sip:alice@pc33.atlanta.example.com:5060;transport=udp>\r\n"
    "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, REFER, NOTIFY, UPDATE\r\n"
    "Supported: replaces, 100rel, timer\r\n"
    "Session-Expires: 1800\r\n"
    "User-Agent: Desk phone 1.0\r\n"
    "Content-Type: application/sdp\r\n";

constexpr std::string_view sdp_text =
    "v=0\r\n"
    "o=alice 2890844526 2890844526 IN IP4 192.0.2.101\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.101\r\n"
    "t=0 0\r\n"
    "m=audio 49172 RTP/AVP 9 8 0 101\r\n"
    "a=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\n"
    "a=ptime:20\r\n"
    "a=sendrecv\r\n";

constexpr std::string_view long_sdp_text =
    "v=0\r\n"
    "o=- 4611731400430051336 2 IN IP4 192.0.2.101\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.101\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE audio video\r\n"
    "a=ice-ufrag:F7gI\r\n"
    "a=ice-pwd:x9cml/YzichV2+XlhiMu8g\r\n"
    "a=fingerprint:sha-256 "
    "D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:"
    "0F\r\n"
    "m=audio 49172 RTP/SAVP 96 9 8 0 101\r\n"
    "a=rtpmap:96 opus/48000/2\r\n"
    "a=fmtp:96 minptime=10;useinbandfec=1;maxaveragebitrate=32000\r\n"
    "a=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
    "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4\r\n"
    "a=crypto:2 AES_CM_128_HMAC_SHA1_32 "
    "inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|1:4\r\n"
    "a=candidate:1 1 UDP 2130706431 192.0.2.101 49172 typ host\r\n"
    "a=candidate:1 2 UDP 2130706430 192.0.2.101 49173 typ host\r\n"
    "a=candidate:2 1 UDP 1694498815 198.51.100.3 45664 typ srflx raddr 192.0.2.101 rport 49172\r\n"
    "a=rtcp:49173 IN IP4 192.0.2.101\r\n"
    "a=mid:audio\r\n"
    "a=ptime:20\r\n"
    "a=sendrecv\r\n"
    "m=video 49174 RTP/SAVP 97 98\r\n"
    "b=TIAS:1500000\r\n"
    "a=rtpmap:97 H264/90000\r\n"
    "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1\r\n"
    "a=rtpmap:98 VP8/90000\r\n"
    "a=rtcp-fb:98 nack pli\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
    "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4\r\n"
    "a=candidate:1 1 UDP 2130706431 192.0.2.101 49174 typ host\r\n"
    "a=mid:video\r\n"
    "a=sendrecv\r\n";

constexpr std::string_view ok_head =
    "SIP/2.0 200 OK\r\n"
    "Via: SIP/2.0/UDP pc33.atlanta.example.com:5060;branch=z9hG4bK##########;rport=5060;"
    "received=192.0.2.101\r\n"
    "From: \"Alice\" <sip:alice@atlanta.example.com>;tag=##########\r\n"
    "To: \"Bob\" <sip:bob@biloxi.example.com>;tag=########\r\n"
    "Call-ID: ####################@pc33.atlanta.example.com\r\n"
    "CSeq: 314159 INVITE\r\n"
    "Contact: <sip:bob@192.0.2.4:5060>\r\n"
    "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, REFER, NOTIFY, UPDATE\r\n"
    "Supported: replaces, timer\r\n"
    "User-Agent: Desk phone 1.0\r\n"
    "Content-Type: application/sdp\r\n";

constexpr std::string_view dialog_info =
    "<?xml version=\"1.0\"?>\n"
    "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"1\" state=\"full\" "
    "entity=\"sip:alice@atlanta.example.com\">\n"
    "<dialog id=\"as7d900as8\" call-id=\"a84b4c76e66710\" local-tag=\"1928301774\" "
    "remote-tag=\"a6c85cf\" direction=\"initiator\">\n"
    "<state>confirmed</state>\n<duration>274</duration>\n"
    "<local><identity display=\"Alice\">sip:alice@atlanta.example.com</identity>\n"
    "<target uri=\"sip:alice@pc33.atlanta.example.com\"><param pname=\"+sip.rendering\" "
    "pval=\"yes\"/></target></local>\n"
    "<remote><identity display=\"Bob\">sip:bob@biloxi.example.com</identity>\n"
    "<target uri=\"sip:bob@192.0.2.4\"/></remote>\n</dialog>\n</dialog-info>\n";

constexpr std::string_view notify_head =
    "NOTIFY sip:watcher@192.0.2.17:5060;transport=udp SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK##########\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:alice@atlanta.example.com>;tag=########\r\n"
    "To: <sip:watcher@example.com>;tag=########\r\n"
    "Call-ID: ####################\r\n"
    "CSeq: 8775 NOTIFY\r\n"
    "Contact: <sip:198.51.100.1:5060>\r\n"
    "Event: dialog\r\n"
    "Subscription-State: active;expires=3000\r\n"
    "Allow-Events: dialog, message-summary, presence\r\n"
    "User-Agent: Exchange 4.2\r\n"
    "Content-Type: application/dialog-info+xml\r\n";

std::string with_body(std::string_view head, std::string_view body) {
  std::string text(head);
  text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return text.append(body);
}

/// Six proxies on the way, their routes recorded, and what gateways and exchanges add.
std::string long_invite() {
  std::string head =
      "INVITE sip:+15550100@gateway.biloxi.example.com:5060;user=phone;transport=udp SIP/2.0\r\n";
  for (int hop = 6; hop > 0; --hop)
    head += "Via: SIP/2.0/UDP proxy" + std::to_string(hop) +
            ".transit.example.net:5060;branch=z9hG4bK############.1;received=198.51.100." +
            std::to_string(hop) + ";rport=5060\r\n";
  for (int hop = 6; hop > 0; --hop)
    head += "Record-Route: <sip:proxy" + std::to_string(hop) +
            ".transit.example.net:5060;lr;ftag=##########;did=7c3.5a1>\r\n";
  head +=
      "Max-Forwards: 64\r\n"
      "From: \"Alice Liddell\" <sip:+15550199@atlanta.example.com;user=phone>;tag=##########\r\n"
      "To: <sip:+15550100@biloxi.example.com;user=phone>\r\n"
      "Call-ID: ################################@192.0.2.101\r\n"
      "CSeq: 102 INVITE\r\n"
      "Contact: <sip:+15550199@192.0.2.101:5060;transport=udp;ob>;+sip.instance=\"<urn:uuid:"
      "00000000-0000-1000-8000-AABBCCDDEEFF>\"\r\n"
      "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, REFER, NOTIFY, UPDATE, INFO, SUBSCRIBE\r\n"
      "Supported: replaces, 100rel, timer, norefersub, gruu, outbound, path\r\n"
      "Session-Expires: 1800;refresher=uac\r\n"
      "Min-SE: 90\r\n"
      "P-Asserted-Identity: \"Alice Liddell\" <sip:+15550199@atlanta.example.com;user=phone>\r\n"
      "P-Asserted-Identity: <tel:+15550199>\r\n"
      "Privacy: none\r\n"
      "Diversion: <sip:+15550177@atlanta.example.com>;reason=unconditional;counter=1\r\n"
      "History-Info: <sip:+15550177@atlanta.example.com>;index=1\r\n"
      "History-Info: <sip:+15550100@biloxi.example.com;cause=302>;index=1.1\r\n"
      "User-Agent: Exchange and gateway 4.2.1 (build 20261101)\r\n"
      "Date: Fri, 20 Nov 2026 10:11:12 GMT\r\n"
      "Content-Disposition: session;handling=required\r\n"
      "Content-Type: application/sdp\r\n";
  return with_body(head, long_sdp_text);
}

Sample make_sample(std::string_view name, const std::string& pattern) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  Sample sample{name, {}};
  std::uint64_t state = 88172645463325252U;
  for (std::size_t i = 0; i < variant_count; ++i) {
    std::string text = pattern;
    for (char& c : text) {
      if (c != '#') continue;
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      c = letters[state % letters.size()];
    }
    sample.variants.push_back(std::move(text));
  }
  return sample;
}

}  // namespace

const std::array<Sample, 5>& samples() {
  static const std::array<Sample, 5> all = {
      make_sample("register", std::string(register_text)),
      make_sample("invite", with_body(invite_head, sdp_text)),
      make_sample("long_invite", long_invite()),
      make_sample("notify", with_body(notify_head, dialog_info)),
      make_sample("ok", with_body(ok_head, sdp_text)),
  };
  return all;
}

std::string_view short_sdp() { return sdp_text; }
std::string_view long_sdp() { return long_sdp_text; }

}  // namespace offhook::bench
