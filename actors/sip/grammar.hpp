// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "actors/sip/octets.hpp"

/// The lexical rules of RFC 3261 §25.1, shared inside the room. Everything borrows; nothing fails
/// loudly: an offset or a bool says where and whether.
namespace offhook::sip::grammar {

inline constexpr std::size_t npos = std::string_view::npos;

/// Classes of octets, one bit each.
enum : std::uint16_t {
  token = 1,        ///< token
  user = 2,         ///< user part; also '#', which phones dial without escaping
  uri_param = 4,    ///< paramchar
  uri_header = 8,   ///< hname, hvalue
  host = 16,        ///< host name; also '_', which private networks use
  value = 32,       ///< unquoted value of a header parameter
  unreserved = 64,  ///< RFC 3261 unreserved
  word = 128,       ///< word of a Call-ID, and '@'
  display = 256,    ///< unquoted display name: no control, and nothing that could hide a separator
};

constexpr std::array<std::uint16_t, 256> make_classes() {
  std::array<std::uint16_t, 256> table{};
  const auto add = [&](std::string_view characters, unsigned bits) {
    for (char c : characters) {
      auto& entry = table[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint16_t>(entry | bits);
    }
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 0x1FF);
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
      table[c] = static_cast<std::uint16_t>(table[c] | value);
  for (unsigned c = 0; c < 0x100; ++c)
    if ((c >= 0x20 || c == '\t') && c != 0x7F &&
        std::string_view(",;\"\\>@:=?").find(static_cast<char>(c)) == npos)
      table[c] = static_cast<std::uint16_t>(table[c] | display);
  return table;
}
inline constexpr auto classes = make_classes();

constexpr bool is(char c, unsigned bits) {
  return (classes[static_cast<unsigned char>(c)] & bits) != 0;
}
/// Space, tab, CR, LF: one comparison for all that is not.
constexpr bool is_space(char c) {
  constexpr std::uint64_t spaces = 1ULL << ' ' | 1ULL << '\t' | 1ULL << '\r' | 1ULL << '\n';
  const auto octet = static_cast<unsigned char>(c);
  return octet <= ' ' && (spaces >> octet & 1U) != 0;
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
/// 0..15, or -1.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Behind the run of that class at `at`; `Text` says whether octets behind `end` can be read.
/// `escaped` becomes true if there was a '%' in it.
template <class Text>
[[gnu::always_inline]] inline const char* run_end(const char* at, const char* end, unsigned bits,
                                                  bool& escaped) {
  constexpr std::ptrdiff_t needed = is_padded<Text> ? 1 : Octets::count;
  while (end - at >= needed) {
    const std::uint32_t others = Octets(at).plain() ^ Octets::all;
    if (others == 0) {
      at += Octets::count;
      continue;
    }
    at += std::countr_zero(others);
    if (is_padded<Text> && at >= end) return end;
    if (!is(*at, bits)) return at;
    escaped |= *at++ == '%';
  }
  if constexpr (is_padded<Text>) return end;
  for (; at < end && is(*at, bits); ++at) escaped |= *at == '%';
  return at;
}
template <class Text>
[[gnu::always_inline]] inline const char* run_end(const char* at, const char* end, unsigned bits) {
  bool escaped = false;
  return run_end<Text>(at, end, bits, escaped);
}
/// Length of the run of that class at the start of `text`.
template <class Text>
[[gnu::always_inline]] inline std::size_t run(const Text& text, unsigned bits) {
  const char* const begin = text.data();
  return static_cast<std::size_t>(run_end<Text>(begin, begin + text.size(), bits) - begin);
}

/// All of a non-empty text is of the class.
template <class Text>
bool all_are(const Text& text, unsigned bits) {
  return !text.empty() && run(text, bits) == text.size();
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

/// `text` is that word, which is given in lower case; case does not matter. Nearly all write it so.
template <std::size_t N>
bool is_word(std::string_view text, const char (&lower_case)[N]) {
  return text.size() == N - 1 && (std::memcmp(text.data(), lower_case, N - 1) == 0 ||
                                  equal_ignoring_case(text, {lower_case, N - 1}));
}

/// Moves `at` to the next octet that is no white space, or to `end`.
inline void skip_space(const char*& at, const char* end) {
  while (at != end && is_space(*at)) ++at;
}
inline std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

template <class Text>
constexpr Text trim_left(Text text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}
template <class Text>
constexpr Text trim(Text text) {
  text = trim_left(text);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
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

/// Trimmed; what ends a line for us or for a careless reader behind us (CR, LF, NUL) becomes a
/// space.
std::string one_line(std::string_view text);

/// Digits alone; saturates at 2^32-1. False for anything else.
inline bool to_number(std::string_view text, std::uint32_t& number) {
  if (text.empty()) return false;
  std::uint64_t sum = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    sum = sum * 10 + static_cast<std::uint64_t>(c - '0');
    if (sum > UINT32_MAX) sum = UINT32_MAX;
  }
  number = static_cast<std::uint32_t>(sum);
  return true;
}
/// A port, 0..65535.
inline bool to_port(std::string_view text, std::uint16_t& port) {
  std::uint32_t number = 0;
  if (!to_number(text, number) || number > UINT16_MAX) return false;
  port = static_cast<std::uint16_t>(number);
  return true;
}

}  // namespace offhook::sip::grammar

#include "actors/sip/grammar_scan.hpp"
