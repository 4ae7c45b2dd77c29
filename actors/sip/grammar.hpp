// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The lexical rules of RFC 3261 §25.1, shared inside the room. Everything borrows; nothing fails
/// loudly: an offset or a bool says where and whether.
namespace offhook::sip::grammar {

inline constexpr std::size_t npos = std::string_view::npos;

/// Classes of octets, one bit each.
enum : std::uint8_t {
  token = 1,        ///< token
  user = 2,         ///< user part; also '#', which phones dial without escaping
  uri_param = 4,    ///< paramchar
  uri_header = 8,   ///< hname, hvalue
  host = 16,        ///< host name; also '_', which private networks use
  value = 32,       ///< unquoted value of a header parameter
  unreserved = 64,  ///< RFC 3261 unreserved
  word = 128,       ///< word of a Call-ID, and '@'
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  const auto add = [&](std::string_view characters, unsigned bits) {
    for (char c : characters) {
      auto& entry = table[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | bits);
    }
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 0xFF);
  add("-.!%*_+`'~", token);
  add("-_.!~*'()", user | uri_param | uri_header | unreserved);
  add("%", user | uri_param | uri_header);
  add("&=+$,;?/#", user);
  add("[]/:&+$", uri_param);
  add("[]/?:+$", uri_header);
  add("-._", host);
  add("-.!%*_+`'~()<>:\\\"/[]?{}@", word);
  for (unsigned c = 0x21; c < 0x100; ++c)
    if (c != 0x7F && std::string_view(";,\"<>\\").find(static_cast<char>(c)) == npos)
      table[c] = static_cast<std::uint8_t>(table[c] | value);
  return table;
}
inline constexpr auto classes = make_classes();

constexpr bool is(char c, unsigned bits) {
  return (classes[static_cast<unsigned char>(c)] & bits) != 0;
}
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
/// 0..15, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// All of a non-empty text is of the class.
constexpr bool all_are(std::string_view text, unsigned bits) {
  for (char c : text)
    if (!is(c, bits)) return false;
  return !text.empty();
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

constexpr std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}
constexpr std::string_view trim(std::string_view text) {
  text = trim_left(text);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Length of the run of that class at the start of `text`.
constexpr std::size_t run(std::string_view text, unsigned bits) {
  std::size_t length = 0;
  while (length < text.size() && is(text[length], bits)) ++length;
  return length;
}

/// Length of the quoted string that `text` begins with, quotes included; npos if it never closes.
constexpr std::size_t quoted_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return npos;
}

/// Every '%' is followed by two hexadecimal digits. Offset of the first that is not, or npos.
std::size_t bad_escape(std::string_view text);

/// Trimmed; what ends a line for us or for a careless reader behind us (CR, LF, NUL) becomes a
/// space.
std::string one_line(std::string_view text);

/// Digits alone; saturates at 2^32-1. False for anything else.
bool to_number(std::string_view text, std::uint32_t& number);
/// A port, 0..65535.
bool to_port(std::string_view text, std::uint16_t& port);

/// Takes one element off a comma list, trimmed; false when nothing is left. Commas inside quotes
/// and <> do not separate. Elements may be empty.
bool next_element(std::string_view& rest, std::string_view& element);

/// One step over ";name=value": white space is allowed around every sign (RFC 3261 §25.1, SEMI,
/// EQUAL).
enum class Step : std::uint8_t { none, param, bad };
struct Param {
  std::string_view name;
  std::string_view value;  ///< quotes as written; empty for a flag
};
/// Takes one parameter off `rest`. `bad` leaves `rest` at the offending octet.
Step next_param(std::string_view& rest, Param& param);

/// Host and optional port, "host", "[v6]:port"; white space around ':' is allowed, as in a Via.
/// Takes them off `rest`; false leaves `rest` at the offending octet.
struct HostPort {
  std::string_view host;
  std::uint16_t port = 0;
  bool has_port = false;
};
bool take_host_port(std::string_view& rest, HostPort& result);

}  // namespace offhook::sip::grammar
