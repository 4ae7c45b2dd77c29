// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

// A perfect hash of length, the first eight letters and the last: one probe and one comparison a
// header.
inline constexpr std::size_t slots = 512;
inline constexpr std::size_t hashed = 8;

constexpr std::size_t slot_of(std::uint64_t first_letters, char last, std::size_t size) {
  constexpr std::uint64_t lower_case = 0x2020202020202020;
  const std::uint64_t last_letter = static_cast<unsigned char>(last) | 0x20U;
  const std::uint64_t key = (first_letters | lower_case) ^ (last_letter << 8) ^ size;
  return static_cast<std::size_t>(key * 0x5DFBD3D12C4A3699 >> 55);
}
constexpr std::size_t slot_of(std::string_view name) {
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < name.size() && i < hashed; ++i)
    first |= std::uint64_t{static_cast<unsigned char>(name[i])} << (8 * i);
  return slot_of(first, name.back(), name.size());
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
  std::uint32_t size = 0;
  std::uint32_t mask = 0;  ///< of the first 16 octets, those that are letters of the name
};
inline constexpr auto lower_names = [] {
  std::array<LowerName, header_id_count> names{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t size = rows[i].name.size();
    names[i].size = static_cast<std::uint32_t>(size);
    names[i].mask = size < grammar::Octets::count ? (std::uint32_t{1} << size) - 1 : 0xFFFF;
    for (std::size_t j = 0; j < size; ++j) names[i].letters[j] = grammar::lower(rows[i].name[j]);
  }
  return names;
}();

// By size of a name: the octets of its first eight that are its own.
inline constexpr auto letter_masks = [] {
  std::array<std::uint64_t, longest + 1> masks{};
  for (std::size_t i = 0; i < masks.size(); ++i)
    masks[i] = i < hashed ? (std::uint64_t{1} << (8 * i)) - 1 : ~std::uint64_t{0};
  return masks;
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

/// The first `hashed` octets of a name, zeros behind its end, as if read by a little-endian
/// machine.
inline std::uint64_t first_letters(const char* name, std::size_t size) {
  std::uint64_t letters = 0;
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(&letters, name, hashed);
  else
    for (std::size_t i = 0; i < hashed; ++i)
      letters |= std::uint64_t{static_cast<unsigned char>(name[i])} << (8 * i);
  return letters & letter_masks[size];
}

/// `parse_header_name` of a name with `longest` readable octets from its first on, and no longer.
inline HeaderId parse_padded(const char* name, std::size_t size) {
  if (size <= 1) return size == 0 ? HeaderId::other : parse_compact(*name);
  const std::uint8_t index = table[slot_of(first_letters(name, size), name[size - 1], size)];
  const LowerName& wanted = lower_names[index];
  if (wanted.size != size) return HeaderId::other;
  // Setting one bit makes a letter lower case, and turns into letter or '-' nothing else that a
  // line can hold.
  constexpr std::size_t half = grammar::Octets::count;
  const char* const letters = wanted.letters.data();
  const std::uint32_t same = grammar::Octets(name).equal_ignoring_case(letters);
  if ((same & wanted.mask) != wanted.mask) return HeaderId::other;
  if (size <= half) return static_cast<HeaderId>(index);
  const std::uint32_t all = (std::uint32_t{1} << (size - half)) - 1;
  const std::uint32_t rest = grammar::Octets(name + half).equal_ignoring_case(letters + half);
  return (rest & all) == all ? static_cast<HeaderId>(index) : HeaderId::other;
}

}  // namespace offhook::sip::header_names
