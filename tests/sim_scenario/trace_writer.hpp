// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/scenario/ladder_reader.hpp"
#include "sim/scenario/observed.hpp"

namespace offhook::sim::scenario {

inline const std::vector<Participant> people = {
    {"alice", "alice 1001", {IpAddress::v4(192, 0, 2, 11)}},
    {"proxy", "proxy", {IpAddress::v4(192, 0, 2, 10)}},
    {"bob", "bob 1002", {IpAddress::v4(192, 0, 2, 12)}}};

/// Writes traces in one line a message.
class TraceWriter {
 public:
  TraceWriter& send(const std::string& from, const std::string& to, const std::string& start,
                    const std::string& more = "", const std::string& body = "") {
    now_ += 10ms;
    const std::string method =
        start.starts_with("SIP") ? method_ : start.substr(0, start.find(' '));
    const std::string octets =
        start + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + std::to_string(++branch_) +
        "\r\nFrom: <sip:1001@sim.test>;tag=a\r\nTo: <sip:1002@sim.test>" +
        (in_dialog_ ? ";tag=b" : "") + "\r\nCall-ID: c1\r\nCSeq: 1 " + method + "\r\n" + more +
        (body.empty() ? "" : "Content-Type: application/sdp\r\n") +
        "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    trace_.add(now_, at(from), at(to), octets);
    return *this;
  }
  TraceWriter& request(const std::string& from, const std::string& to, const std::string& method,
                       const std::string& direction = "") {
    method_ = method;
    return send(from, to, method + " sip:1002@sim.test SIP/2.0", "", sdp(direction));
  }
  TraceWriter& response(const std::string& from, const std::string& to, int status,
                        const std::string& direction = "") {
    return send(from, to, "SIP/2.0 " + std::to_string(status) + " Words", "", sdp(direction));
  }
  TraceWriter& confirmed() {
    in_dialog_ = true;
    return *this;
  }
  TraceWriter& rtp(const std::string& from, const std::string& to, Instant span) {
    const Instant end = now_ + span;
    for (Instant at_time = now_; at_time < end; at_time += 20ms) {
      std::string packet(172, '\x7f');
      packet[0] = '\x80';
      packet[1] = 0;
      packet[2] = static_cast<char>(sequence_ >> 8);
      packet[3] = static_cast<char>(sequence_++ & 0xff);
      for (std::size_t i = 4; i < 12; ++i) packet[i] = from == "alice" ? 1 : 2;
      trace_.add(at_time, {at(from).address, 4000}, {at(to).address, 4000}, packet);
    }
    return *this;
  }
  TraceWriter& wait(Instant span) {
    now_ += span;
    return *this;
  }
  [[nodiscard]] Observed observed() {
    trace_.sort_by_time();
    return observe(trace_, people, {}, now_ + 1s);
  }

 private:
  static Endpoint at(const std::string& who) {
    for (const auto& each : people)
      if (each.id == who) return {each.addresses[0], 5060};
    return {};
  }
  static std::string sdp(const std::string& direction) {
    if (direction.empty()) return {};
    return "v=0\r\no=- 1 1 IN IP4 192.0.2.11\r\ns=-\r\nc=IN IP4 192.0.2.11\r\nt=0 0\r\n"
           "m=audio 4000 RTP/AVP 0 8\r\na=" +
           direction + "\r\n";
  }

  Trace trace_;
  Instant now_{};
  std::string method_ = "INVITE";
  bool in_dialog_ = false;
  int branch_ = 0;
  std::uint16_t sequence_ = 0;
};

inline ExpectedLadder ladder_of(const std::vector<std::string>& rows) {
  std::vector<Line> lines;
  for (const auto& row : rows) lines.push_back({static_cast<std::uint32_t>(lines.size() + 1), row});
  Faults faults;
  const Names names{{"alice", "bob"}, {"proxy"}, {}};
  auto ladder = read_ladder(lines, names, faults);
  for (const auto& fault : faults) ADD_FAILURE() << to_string(fault, "ladder");
  return ladder;
}

}  // namespace offhook::sim::scenario
