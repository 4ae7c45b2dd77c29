// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/header_id.hpp"

#include <array>

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

struct Row {
  std::string_view name;
  bool is_list;
};

// In the order of the enumeration.
constexpr std::array<Row, header_id_count> rows = {{
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
constexpr std::size_t slots = 512;
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
constexpr auto table = index_table();

constexpr bool is_perfect() {
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (table[slot_of(rows[i].name)] != i) return false;
  return true;
}
static_assert(is_perfect(), "two header names share a slot: change the factors of slot_of");

// Names in lower case, to be compared 16 octets at a time.
struct LowerName {
  std::array<char, longest_header_name> letters{};
};
constexpr auto lower_names = [] {
  std::array<LowerName, header_id_count> names{};
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].name.size(); ++j)
      names[i].letters[j] = grammar::lower(rows[i].name[j]);
  return names;
}();

HeaderId parse_compact(char letter) {  // RFC 3261 §7.3.3 and the IANA registry
  switch (grammar::lower(letter)) {
    case 'b':
      return HeaderId::referred_by;
    case 'c':
      return HeaderId::content_type;
    case 'd':
      return HeaderId::request_disposition;
    case 'e':
      return HeaderId::content_encoding;
    case 'f':
      return HeaderId::from;
    case 'i':
      return HeaderId::call_id;
    case 'k':
      return HeaderId::supported;
    case 'l':
      return HeaderId::content_length;
    case 'm':
      return HeaderId::contact;
    case 'o':
      return HeaderId::event;
    case 'r':
      return HeaderId::refer_to;
    case 's':
      return HeaderId::subject;
    case 't':
      return HeaderId::to;
    case 'u':
      return HeaderId::allow_events;
    case 'v':
      return HeaderId::via;
    case 'x':
      return HeaderId::session_expires;
    case 'y':
      return HeaderId::identity;
    default:
      return HeaderId::other;
  }
}

}  // namespace

HeaderId parse_header_name(std::string_view name) {
  if (name.empty()) return HeaderId::other;
  if (name.size() == 1) return parse_compact(name[0]);
  const std::uint8_t index = table[slot_of(name)];
  return grammar::equal_ignoring_case(rows[index].name, name) ? static_cast<HeaderId>(index)
                                                              : HeaderId::other;
}

HeaderId parse_padded_header_name(const char* name, std::size_t size) {
  if (size <= 1) return size == 0 ? HeaderId::other : parse_compact(*name);
  const std::uint8_t index = table[slot_of({name, size})];
  if (rows[index].name.size() != size) return HeaderId::other;
  // Setting one bit makes a letter lower case, and turns into letter or '-' nothing else that a
  // line can hold.
  const char* const wanted = lower_names[index].letters.data();
  constexpr std::size_t half = grammar::Octets::count;
  std::uint64_t same = grammar::Octets(name).equal_ignoring_case(wanted);
  if (size > half)
    same |= std::uint64_t{grammar::Octets(name + half).equal_ignoring_case(wanted + half)} << half;
  const std::uint64_t all = (std::uint64_t{1} << size) - 1;
  return (same & all) == all ? static_cast<HeaderId>(index) : HeaderId::other;
}

std::string_view to_string(HeaderId id) { return rows[static_cast<std::size_t>(id)].name; }

bool is_list(HeaderId id) { return rows[static_cast<std::size_t>(id)].is_list; }

}  // namespace offhook::sip
