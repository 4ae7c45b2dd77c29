// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "actors/sip/grammar.hpp"
#include "actors/sip/header_id.hpp"

/// The names of the header fields, and how they are found; shared by `header_id.cpp` and the
/// parser.
namespace offhook::sip::header_names {

inline constexpr std::size_t longest = 32;

struct Row {
  std::string_view name;
  bool is_list;
};

// In the order of the enumeration.
inline constexpr std::array<Row, header_id_count> rows = {{
    {"", false},
    {"Accept", true},
    {"Accept-Encoding", true},
    {"Accept-Language", true},
    {"Alert-Info", true},
    {"Allow", true},
    {"Authentication-Info", false},
    {"Authorization", false},
    {"Call-ID", false},
    {"Call-Info", true},
    {"Contact", true},
    {"Content-Disposition", false},
    {"Content-Encoding", true},
    {"Content-Language", true},
    {"Content-Length", false},
    {"Content-Type", false},
    {"CSeq", false},
    {"Date", false},
    {"Error-Info", true},
    {"Expires", false},
    {"From", false},
    {"In-Reply-To", true},
    {"Max-Forwards", false},
    {"MIME-Version", false},
    {"Min-Expires", false},
    {"Organization", false},
    {"Priority", false},
    {"Proxy-Authenticate", false},
    {"Proxy-Authorization", false},
    {"Proxy-Require", true},
    {"Record-Route", true},
    {"Reply-To", false},
    {"Require", true},
    {"Retry-After", false},
    {"Route", true},
    {"Server", false},
    {"Subject", false},
    {"Supported", true},
    {"Timestamp", false},
    {"To", false},
    {"Unsupported", true},
    {"User-Agent", false},
    {"Via", true},
    {"Warning", true},
    {"WWW-Authenticate", false},
    {"Allow-Events", true},
    {"Answer-Mode", false},
    {"Diversion", true},
    {"Event", false},
    {"Flow-Timer", false},
    {"History-Info", true},
    {"Identity", false},
    {"Info-Package", false},
    {"Join", false},
    {"Min-SE", false},
    {"P-Asserted-Identity", true},
    {"P-Associated-URI", true},
    {"P-Preferred-Identity", true},
    {"Path", true},
    {"Privacy", false},
    {"RAck", false},
    {"Reason", true},
    {"Recv-Info", true},
    {"Refer-Sub", false},
    {"Refer-To", false},
    {"Referred-By", false},
    {"Remote-Party-ID", true},
    {"Replaces", false},
    {"Request-Disposition", true},
    {"RSeq", false},
    {"Service-Route", true},
    {"Session-Expires", false},
    {"SIP-ETag", false},
    {"SIP-If-Match", false},
    {"Subscription-State", false},
    {"User-to-User", true},
}};

// A perfect hash of length, first, middle and last letter: one probe and one comparison a header.
inline constexpr std::size_t slots = 512;
constexpr std::size_t slot_of(std::string_view name) {
  const auto letter = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[i]) | 0x20U);
  };
  return (name.size() * 60 + letter(0) * 230 + letter(name.size() - 1) * 63 +
          letter(name.size() / 2) * 7) %
         slots;
}

constexpr auto index_table() {
  std::array<std::uint8_t, slots> table{};
  for (std::size_t i = 1; i < rows.size(); ++i)
    table[slot_of(rows[i].name)] = static_cast<std::uint8_t>(i);
  return table;
}
inline constexpr auto table = index_table();

constexpr bool is_perfect() {
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (table[slot_of(rows[i].name)] != i) return false;
  return true;
}
static_assert(is_perfect(), "two header names share a slot: change the factors of slot_of");

// Names in lower case, to be compared 16 octets at a time.
struct LowerName {
  std::array<char, longest> letters{};
  std::size_t size = 0;
};
inline constexpr auto lower_names = [] {
  std::array<LowerName, header_id_count> names{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    names[i].size = rows[i].name.size();
    for (std::size_t j = 0; j < rows[i].name.size(); ++j)
      names[i].letters[j] = grammar::lower(rows[i].name[j]);
  }
  return names;
}();

// RFC 3261 §7.3.3 and the IANA registry.
inline constexpr auto compact_names = [] {
  std::array<HeaderId, 256> ids{};
  const auto set = [&](char letter, HeaderId id) {
    ids[static_cast<unsigned char>(letter)] = id;
    ids[static_cast<unsigned char>(letter - 'a' + 'A')] = id;
  };
  set('b', HeaderId::referred_by);
  set('c', HeaderId::content_type);
  set('d', HeaderId::request_disposition);
  set('e', HeaderId::content_encoding);
  set('f', HeaderId::from);
  set('i', HeaderId::call_id);
  set('k', HeaderId::supported);
  set('l', HeaderId::content_length);
  set('m', HeaderId::contact);
  set('o', HeaderId::event);
  set('r', HeaderId::refer_to);
  set('s', HeaderId::subject);
  set('t', HeaderId::to);
  set('u', HeaderId::allow_events);
  set('v', HeaderId::via);
  set('x', HeaderId::session_expires);
  set('y', HeaderId::identity);
  return ids;
}();
inline HeaderId parse_compact(char letter) {
  return compact_names[static_cast<unsigned char>(letter)];
}

/// `parse_header_name` of a name with `longest` readable octets from its first on, and no longer.
inline HeaderId parse_padded(const char* name, std::size_t size) {
  if (size <= 1) return size == 0 ? HeaderId::other : parse_compact(*name);
  const std::uint8_t index = table[slot_of({name, size})];
  const LowerName& wanted = lower_names[index];
  if (wanted.size != size) return HeaderId::other;
  // Setting one bit makes a letter lower case, and turns into letter or '-' nothing else that a
  // line can hold.
  constexpr std::size_t half = grammar::Octets::count;
  const char* const letters = wanted.letters.data();
  if (size <= half) {
    const std::uint32_t all = (std::uint32_t{1} << size) - 1;
    const std::uint32_t same = grammar::Octets(name).equal_ignoring_case(letters);
    return (same & all) == all ? static_cast<HeaderId>(index) : HeaderId::other;
  }
  const std::uint32_t all = (std::uint32_t{1} << (size - half)) - 1;
  const std::uint32_t same = grammar::Octets(name + half).equal_ignoring_case(letters + half);
  const bool begins = grammar::Octets(name).equal_ignoring_case(letters) == grammar::Octets::all;
  return begins && (same & all) == all ? static_cast<HeaderId>(index) : HeaderId::other;
}

}  // namespace offhook::sip::header_names
