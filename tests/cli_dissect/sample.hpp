// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/dissect.hpp"

namespace offhook::cli::sample {

/// An INVITE without a flaw; Content-Length is right.
inline constexpr std::string_view invite =
    "INVITE sip:bob@biloxi.example.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.101:5062;branch=z9hG4bK74bf9;rport\r\n"
    "Via: SIP/2.0/TCP first.example.com;branch=z9hG4bK1, SIP/2.0/TLS second.example.com\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Alice, A.\" <sip:alice@atlanta.example.com>;tag=9fxced76sl\r\n"
    "To: Bob <sip:bob@biloxi.example.com>\r\n"
    "Call-ID: 3848276298220188511@atlanta.example.com\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:alice@192.0.2.101;transport=udp>\r\n"
    "User-Agent: sample/1.0\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 126\r\n"
    "\r\n"
    "v=0\r\n"
    "o=alice 2890844526 2890844527 IN IP4 192.0.2.101\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.101\r\n"
    "t=0 0\r\n"
    "m=audio 49172 RTP/AVP 0\r\n"
    "a=sendrecv\r\n";

/// A text with one piece of it replaced.
inline std::string with(std::string_view whole, std::string_view old, std::string_view piece) {
  std::string text(whole);
  const auto at = text.find(old);
  if (at != std::string::npos) text.replace(at, old.size(), piece);
  return text;
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(std::string(OFFHOOK_TEST_DATA) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "header: reason" of each, for comparison.
inline std::vector<std::string> told(const std::vector<Remark>& remarks) {
  std::vector<std::string> all;
  for (const Remark& remark : remarks)
    all.push_back(remark.header.value_or("-") + ": " + remark.reason);
  return all;
}

using Row = std::map<std::string, std::string>;

inline std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back().push_back(c);
  }
  return cells;
}

/// The rows of both corpora, by the heads of their columns; "path" is added.
inline std::vector<Row> corpus() {
  std::vector<Row> rows;
  for (const std::string folder : {"rfc4475", "rfc5118"}) {
    std::ifstream file(std::string(OFFHOOK_TEST_DATA) + "/" + folder + "/index.csv");
    std::vector<std::string> heads;
    for (std::string line; std::getline(file, line);) {
      const auto cells = split_csv(line);
      if (heads.empty()) {
        heads = cells;
        continue;
      }
      Row row{{"path", folder + "/" + cells.front()}};
      for (std::size_t i = 0; i < std::min(heads.size(), cells.size()); ++i)
        row[heads[i]] = cells[i];
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace offhook::cli::sample
