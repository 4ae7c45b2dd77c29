// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/place.hpp"

namespace offhook::sim::scenario {

/// What a field of a message must be.
struct Matcher {
  enum class Relation : std::uint8_t { equals, contains, at_least, at_most, present };
  std::string field;  ///< "sdp.dir", "replaces", "contact.expires"
  Relation relation = Relation::equals;
  std::string value;
  std::string text;  ///< as written
};

/// What an expected row stands for.
enum class ExpectedKind : std::uint8_t {
  request,
  response,
  media,   ///< RTP flows, beside the messages
  silence  ///< no RTP flows
};

/// One row of a written ladder.
struct ExpectedRow {
  Place at;
  std::string text;   ///< as written, without comment
  std::string label;  ///< "F7", or empty
  bool optional = false;
  ExpectedKind kind = ExpectedKind::request;
  std::string from, to;
  bool both_ways = false;  ///< media: "=="
  std::string method;      ///< of a response, that of its CSeq; "" any
  int status = 0;
  std::string target;  ///< user of the Request-URI; "" any
  std::string codec;   ///< media; "" any
  std::vector<Matcher> matchers;
};

/// What stands in a ladder block one after the other.
struct ExpectedItem {
  enum class Kind : std::uint8_t { row, anything, group } kind = Kind::row;
  Place at;
  std::vector<ExpectedRow> rows;  ///< one; none of `anything`; of a group in any order
};
using ExpectedLadder = std::vector<ExpectedItem>;

}  // namespace offhook::sim::scenario
