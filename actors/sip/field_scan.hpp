// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "actors/sip/field_table.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/header_names.hpp"

/// One line of the head, taken apart into name and value (RFC 3261 §7.3.1).
namespace offhook::sip {

/// Octets before the ':', if it is among the first 32; more otherwise. Reads that many.
inline std::size_t padded_name_length(const char* line) {
  constexpr std::size_t half = grammar::Octets::count;
  std::uint64_t colons = grammar::Octets(line).any_of(':');
  if (colons == 0) [[unlikely]]
    colons = std::uint64_t{grammar::Octets(line + half).any_of(':')} << half;
  return static_cast<std::size_t>(std::countr_zero(colons));
}

/// A name that is not in `header_names`, or is written strangely. Size 0: no name and ':'.
struct OddName {
  std::uint16_t size = 0;
  HeaderId id = HeaderId::other;
  std::size_t colon = 0;
};
[[gnu::noinline]] inline OddName scan_odd_name(std::string_view line) {
  const std::size_t length = grammar::run(line, grammar::token);
  std::size_t colon = length;
  while (colon < line.size() && grammar::is_space(line[colon])) ++colon;
  if (length > UINT16_MAX || colon == line.size() || line[colon] != ':') return {};
  return {static_cast<std::uint16_t>(length), parse_header_name(line.substr(0, length)), colon};
}

/// `line` is part of the message at `text`, with `header_names::longest` octets to read from any of
/// it. False for what is no header field.
[[gnu::always_inline]] inline bool scan_field(const char* text, std::string_view line,
                                              FieldSpan& field) {
  // A name that we know is a token, and needs no looking at its letters.
  std::size_t colon = padded_name_length(line.data());
  auto size = static_cast<std::uint16_t>(colon);
  HeaderId id = HeaderId::other;
  if (colon < line.size() && colon <= header_names::longest)
    id = header_names::parse_padded(line.data(), colon);
  if (id == HeaderId::other) [[unlikely]] {
    const OddName odd = scan_odd_name(line);
    if (odd.size == 0) return false;
    colon = odd.colon;
    size = odd.size;
    id = odd.id;
  }
  const char* value = line.data() + colon + 1;
  const char* end = line.data() + line.size();
  if (value != end && *value == ' ') ++value;
  const auto is_dark = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  if (value != end && !(is_dark(*value) && is_dark(end[-1]))) [[unlikely]] {
    grammar::skip_space(value, end);
    while (end != value && grammar::is_space(end[-1])) --end;
  }
  field = {static_cast<std::uint32_t>(line.data() - text), static_cast<std::uint32_t>(value - text),
           static_cast<std::uint32_t>(end - value), size, id};
  return true;
}

}  // namespace offhook::sip
