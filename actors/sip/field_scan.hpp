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

/// A name that nobody wrote into `header_names`, or strangely; sets where its ':' stands.
[[gnu::noinline]] inline bool scan_odd_name(std::string_view line, FieldSpan& field,
                                            std::size_t& colon) {
  const std::size_t length = grammar::run(line, grammar::token);
  colon = length;
  while (colon < line.size() && grammar::is_space(line[colon])) ++colon;
  if (length == 0 || length > UINT16_MAX || colon == line.size() || line[colon] != ':')
    return false;
  field.name_size = static_cast<std::uint16_t>(length);
  field.id = parse_header_name(line.substr(0, length));
  return true;
}

/// `line` is part of the message at `text`, with `header_names::longest` octets to read from any of
/// it. False for what is no header field.
[[gnu::always_inline]] inline bool scan_field(const char* text, std::string_view line,
                                              FieldSpan& field) {
  // A name that we know is a token, and needs no looking at its letters.
  std::size_t colon = padded_name_length(line.data());
  field.id = HeaderId::other;
  field.name_size = static_cast<std::uint16_t>(colon);
  if (colon < line.size() && colon <= header_names::longest)
    field.id = header_names::parse_padded(line.data(), colon);
  if (field.id == HeaderId::other) [[unlikely]]
    if (!scan_odd_name(line, field, colon)) return false;
  const char* value = line.data() + colon + 1;
  const char* end = line.data() + line.size();
  if (value != end && *value == ' ') ++value;
  const auto is_dark = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  if (value != end && !(is_dark(*value) && is_dark(end[-1]))) [[unlikely]] {
    grammar::skip_space(value, end);
    while (end != value && grammar::is_space(end[-1])) --end;
  }
  field.name_at = static_cast<std::uint32_t>(line.data() - text);
  field.value_at = static_cast<std::uint32_t>(value - text);
  field.value_size = static_cast<std::uint32_t>(end - value);
  return true;
}

}  // namespace offhook::sip
